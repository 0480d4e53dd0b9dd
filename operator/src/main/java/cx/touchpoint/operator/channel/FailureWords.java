package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.Failures;
import java.time.Clock;
import java.util.Optional;

/** What is said of a Channel that could not be brought about. */
final class FailureWords implements Failures.Words<Channel, ChannelStatus> {

  private final ChannelSources sources;
  private final Clock clock;

  FailureWords(ChannelSources sources, Clock clock) {
    this.sources = sources;
    this.clock = clock;
  }

  @Override
  public ChannelStatus refused(Channel channel, Verdict refusal) {
    return ChannelStatuses.refused(channel, refusal, clock);
  }

  /** Its own fault first, then that of its class, then that of its history. */
  @Override
  public Optional<Verdict> malformation(Channel channel) {
    return sources
        .malformations()
        .of(channel)
        .or(
            () ->
                sources.referred(channel)
                        instanceof Referred.Complete(var channelClass, var history, var said)
                    ? sources
                        .malformations()
                        .ofClass(channelClass)
                        .or(() -> history.flatMap(sources.malformations()::ofHistory))
                    : Optional.empty());
  }

  @Override
  public ChannelStatus malformed(Channel channel, Verdict malformation) {
    return ChannelStatuses.unresolved(channel, malformation, sources.lasting(channel), clock);
  }
}
