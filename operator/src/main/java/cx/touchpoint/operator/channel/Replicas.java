package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.capacity.Sizing;
import cx.touchpoint.operator.responsetime.AnswerPromise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Why a Channel has the replicas it has, in one sentence. */
final class Replicas {

  private Replicas() {}

  static String because(int replicas, Scaling scaling, Optional<Capacity> capacity) {
    return switch (scaling) {
      case Scaling.Fixed it -> fixed(replicas, capacity);
      case Scaling.ByCpu(int least, int most, var missing) -> byCpu(replicas, least, most);
      case Scaling.ByKeda(int least, int most, var missing) -> byCpu(replicas, least, most);
      case Scaling.ByPromise it -> byPromise(replicas, it) + terms(it.capacity());
    };
  }

  /** What bounds their number and how they come and go, with the reasons. */
  static String limits(Channel channel, ChannelInputs inputs, Scaling scaling) {
    Duration startup = Connector.startup(inputs);
    return "at least %d, %s; %s; replaced a quarter at a time and never fewer; up to %ds until more answer a sudden rise, of which %ds are a start; %ds to go, for the slowest turn takes %ds"
        .formatted(
            scaling.least(),
            scaling.least() > 1 ? "so that losing one leaves another" : "as minReplicas asks",
            switch (scaling) {
              case Scaling.Fixed it -> "no more, without a larger maxReplicas";
              case Scaling.ByCpu it -> "at most " + it.most();
              case Scaling.ByKeda it -> "at most " + it.most();
              case Scaling.ByPromise it -> "at most " + it.most();
            },
            Sizing.reaction(startup).toSeconds(),
            startup.toSeconds(),
            ConnectorPod.graceSeconds(channel),
            Configuration.slowestTurn(channel).toSeconds());
  }

  private static String fixed(int replicas, Optional<Capacity> capacity) {
    return capacity
        .filter(it -> it.peak().isPresent() && it.peak().getAsInt() == replicas)
        .map(
            it ->
                count(replicas)
                    + ", always: the peak that spec.load declares needs them for "
                    + promises(it.promises())
                    + terms(it))
        .orElse(count(replicas) + ", always: nothing scales without a larger maxReplicas");
  }

  private static String byCpu(int replicas, int least, int most) {
    return "%s of %d to %d, by CPU".formatted(count(replicas), least, most);
  }

  private static String byPromise(int replicas, Scaling.ByPromise scaling) {
    String promises = promises(scaling.capacity().promises());
    if (replicas <= scaling.least()) {
      return "%s, the fewest it may have: what arrives needs no more for %s"
          .formatted(count(replicas), promises);
    }
    if (replicas < scaling.most()) {
      return "%s of %d to %d: what arrives needs them for %s"
          .formatted(count(replicas), scaling.least(), scaling.most(), promises);
    }
    var useful = scaling.capacity().useful();
    return useful.isPresent() && useful.getAsInt() == scaling.most()
        ? "%s, the most that are of use: the provider takes no more (spec.outbound); for %s"
            .formatted(count(replicas), promises)
        : "%s, the most it may have (maxReplicas): what arrives may need more for %s"
            .formatted(count(replicas), promises);
  }

  /** What the number of replicas per message hangs on. */
  private static String terms(Capacity capacity) {
    return ", with %d turns per replica and answers of %dms%s"
        .formatted(
            capacity.demand().staffing().slotsPerReplica(),
            Math.max(1, capacity.time().mean().toMillis()),
            capacity.declared()
                ? " until they are measured"
                : " until they are measured (supposed: say it in spec.load.serviceTime)");
  }

  static String promises(List<AnswerPromise> promises) {
    int others = promises.size() - 1;
    return promises.getFirst() + (others == 0 ? "" : " and " + others + " more");
  }

  private static String count(int replicas) {
    return replicas + (replicas == 1 ? " replica" : " replicas");
  }
}
