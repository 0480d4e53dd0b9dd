package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** Everything one of our objects becomes. The same inputs give the same plan, byte for byte. */
public interface Plan {

  /** The objects that should exist, in the order they are applied. */
  List<HasMetadata> objects();
}
