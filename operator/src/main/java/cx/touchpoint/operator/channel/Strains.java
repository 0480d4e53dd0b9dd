package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.capacity.Demand;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.measure.ChannelId;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.Strain;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What stands between a Channel and the replicas its promises need, as Prometheus and its alerts
 * have it. It never makes a Channel unready: it serves as well as it can.
 */
final class Strains {

  private Strains() {}

  /** Conditions by what they are named after; none where nothing is scaled by promises. */
  static Map<Strain, Verdict> of(Channel channel, ConnectorPlan plan, Function<String, Said> said) {
    var strains = new EnumMap<Strain, Verdict>(Strain.class);
    if (plan.scaling() instanceof Scaling.ByPromise scaling) {
      Said now = said.apply(scaling.prometheus());
      var id = new ChannelId(channel.getMetadata().getNamespace(), channel.getMetadata().getName());
      now.last()
          .ifPresent(
              it ->
                  it.standings()
                      .strains(id)
                      .forEach(strain -> strains.put(strain, verdict(strain, scaling))));
      if (now instanceof Said.Silent(String why, var last)) {
        strains.put(
            Strain.CapacitySignalLost,
            Verdict.yes(
                Said.Silent.REASON, why + " Replicas stay at least as they are until it does."));
      }
    }
    return strains;
  }

  private static Verdict verdict(Strain strain, Scaling.ByPromise scaling) {
    Capacity capacity = scaling.capacity();
    long declared = capacity.time().mean().toMillis();
    return switch (strain) {
      case DownstreamSlow ->
          Verdict.yes(
              "AnswersTakeLonger",
              "answers take more than twice the %dms %s; up to %dms more replicas are run for it. Look at the responder"
                  .formatted(
                      declared,
                      capacity.declared() ? "of spec.load" : "that were supposed",
                      declared * Demand.SLOWEST));
      case ProviderLimited ->
          Verdict.yes(
              "MoreThanTheProviderTakes",
              "more arrives than the %d per second of spec.outbound; more replicas would only mean more refusals. Ask the provider for more"
                  .formatted((long) capacity.demand().mostPerSecond().orElse(0)));
      case CapacitySignalLost ->
          Verdict.yes(
              "NotEveryPodIsRead",
              "Prometheus does not read what arrives at every connector. Replicas stay at least as they are until it does");
    };
  }
}
