package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import cx.touchpoint.operator.reference.Chosen;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the connectors of a Channel are to decide and count, by the targets that choose it. */
public final class Promises {

  private static final Duration DEFAULT_ABANDONED_AFTER = Duration.ofSeconds(5);

  private Promises() {}

  /**
   * The promises of one Channel, in an order that does not depend on that of the targets.
   *
   * @param targets those of the Channel's namespace; others do not concern it
   */
  public static List<Promise> of(Channel channel, Collection<ResponseTimeTarget> targets) {
    if (channel.getSpec().type() == ChannelSpec.Type.Website) {
      return List.of();
    }
    return Chosen.choosing(channel, targets)
        .flatMap(target -> of(channel, target))
        .sorted(Comparator.comparing(Promise::target))
        .toList();
  }

  private static Stream<Promise> of(Channel channel, ResponseTimeTarget target) {
    ResponseTimeTargetSpec spec = target.getSpec();
    String name = target.getMetadata().getName();
    return spec.targets().stream()
        .filter(it -> Measured.by(channel, it))
        .flatMap(
            it ->
                phase(it)
                    .map(
                        phase ->
                            new Promise(
                                label(name, it),
                                phase,
                                Durations.parse(it.within()).toMillis(),
                                abandonedAfter(spec).toMillis(),
                                by(it))));
  }

  /** The {@code target} label by which connectors count it. */
  static String label(String object, Target target) {
    return object + "/" + target.name();
  }

  private static Stream<Promise.Phase> phase(Target target) {
    return switch (target.phase()) {
      case Acknowledge -> Stream.of(Promise.Phase.Acknowledge);
      case FirstResponse -> Stream.of(Promise.Phase.FirstResponse);
      case NextResponse -> Stream.of(Promise.Phase.NextResponse);
      case Resolution -> Stream.of(Promise.Phase.Resolution);
      // Not by connectors.
      case Load -> Stream.of();
    };
  }

  private static Promise.@Nullable By by(Target target) {
    return switch (target.by()) {
      case Human -> Promise.By.Human;
      case Automated -> Promise.By.Automated;
      case Any -> null;
      case null -> null;
    };
  }

  private static Duration abandonedAfter(ResponseTimeTargetSpec spec) {
    return spec.abandonedAfter() == null
        ? DEFAULT_ABANDONED_AFTER
        : Durations.parse(spec.abandonedAfter());
  }
}
