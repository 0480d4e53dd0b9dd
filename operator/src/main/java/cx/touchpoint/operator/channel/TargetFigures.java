package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.WriteRhythm;
import cx.touchpoint.operator.measure.WriteRhythm.Decision;
import cx.touchpoint.operator.responsetime.OwnTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which figures of its targets a Channel's status shows now. */
final class TargetFigures {

  private final Function<String, Said> said;
  private final WriteRhythm rhythm;
  private final Clock clock;

  /**
   * Figures by what Prometheus is known to have said.
   *
   * @param said of the one at an address
   */
  TargetFigures(Function<String, Said> said, WriteRhythm rhythm, Clock clock) {
    this.said = said;
    this.rhythm = rhythm;
    this.clock = clock;
  }

  /**
   * What to show.
   *
   * @param lookAgain when newer ones may be written; empty when there are none
   */
  record Told(ChannelFigures figures, Optional<Duration> lookAgain) {}

  /**
   * Of one Channel. Of a Prometheus that has yet to answer, or is silent, what it said last stays.
   *
   * @param prometheus the address of the one to ask; empty when its class names none
   */
  Told of(Channel channel, Optional<String> prometheus, List<OwnTarget> targets) {
    if (targets.isEmpty() || prometheus.isEmpty()) {
      return new Told(ChannelFigures.NONE, Optional.empty());
    }
    ChannelFigures former = ChannelFigures.of(channel.getStatus()).only(targets);
    return said.apply(prometheus.get())
        .last()
        .map(it -> ChannelFigures.of(channel, targets, it.standings(), clock.instant()))
        .map(now -> choose(former, now))
        .orElseGet(() -> new Told(former, Optional.empty()));
  }

  private Told choose(ChannelFigures former, ChannelFigures now) {
    if (now.promisesOtherThan(former)) {
      return new Told(now, Optional.empty());
    }
    return switch (rhythm.decide(
        former.targets(), now.targets(), former.written(), clock.instant())) {
      case Decision.Leave leave -> new Told(former, Optional.empty());
      case Decision.Write write -> new Told(now, Optional.empty());
      case Decision.LookAgain(Duration in) -> new Told(former, Optional.of(in));
    };
  }
}
