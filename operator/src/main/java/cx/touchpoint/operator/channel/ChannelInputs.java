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
 * @param hostTaken whether the host it asks for belongs to another Channel
 */
public record ChannelInputs(
    ChannelClass channelClass,
    OperatorSettings settings,
    Set<OptionalApi> served,
    boolean hostTaken) {

  public ChannelInputs {
    served = Set.copyOf(served);
  }

  /** Inputs of a Channel whose host nobody disputes. */
  public ChannelInputs(
      ChannelClass channelClass, OperatorSettings settings, Set<OptionalApi> served) {
    this(channelClass, settings, served, false);
  }
}
