package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;

/** How many connectors a Channel runs. */
final class Replicas {

  /** Two, so that losing one node or rolling one pod leaves somebody to answer. */
  private static final int DEFAULT = 2;

  private Replicas() {}

  /** The larger of what the Channel and its class ask for. */
  static int of(Channel channel, ChannelClass channelClass) {
    var ofClass = channelClass.getSpec().scaling();
    int least = ofClass == null || ofClass.minReplicas() == null ? DEFAULT : ofClass.minReplicas();
    var ofChannel = channel.getSpec().scaling();
    return ofChannel == null || ofChannel.minReplicas() == null
        ? least
        : Math.max(least, ofChannel.minReplicas());
  }
}
