package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;

/** What people ask of an object, as against what is said about it. */
public final class Requests {

  private Requests() {}

  /**
   * Whether somebody asks for something else than before: by spec, labels, annotations, or by
   * deleting it. A status is our own word, and no reason to look again.
   */
  public static boolean differ(HasMetadata now, HasMetadata before) {
    var is = now.getMetadata();
    var was = before.getMetadata();
    return !Objects.equals(is.getUid(), was.getUid())
        || !Objects.equals(is.getGeneration(), was.getGeneration())
        || !Objects.equals(is.getLabels(), was.getLabels())
        || !Objects.equals(is.getAnnotations(), was.getAnnotations())
        || !Objects.equals(is.getDeletionTimestamp(), was.getDeletionTimestamp());
  }
}
