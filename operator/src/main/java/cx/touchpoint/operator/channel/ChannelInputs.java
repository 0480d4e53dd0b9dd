package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.kube.OptionalApi;
import java.util.Set;

/**
 * What a Channel's plan needs beside the Channel itself, already resolved.
 *
 * @param channelClass the class in force
 * @param settings what the operator knows of itself
 * @param served the optional APIs this cluster serves
 */
public record ChannelInputs(
    ChannelClass channelClass, OperatorSettings settings, Set<OptionalApi> served) {

  public ChannelInputs {
    served = Set.copyOf(served);
  }
}
