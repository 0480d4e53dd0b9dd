package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.kube.OptionalApi;
import java.util.List;
import java.util.Set;

/**
 * What the plan of a promise needs beside the promise itself, already resolved.
 *
 * @param chosen the Channels it chooses, by name
 * @param classes the classes these run under, by name, each once; of a promise without Channels the
 *     class that its namespace falls under. The first says how it is watched
 * @param served the optional APIs this cluster serves
 * @param settings what the operator knows of itself
 */
public record PromiseInputs(
    List<Channel> chosen,
    List<ChannelClass> classes,
    Set<OptionalApi> served,
    PromiseSettings settings) {
  public PromiseInputs {
    chosen = List.copyOf(chosen);
    classes = List.copyOf(classes);
    served = Set.copyOf(served);
  }
}
