package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.history.Durability;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Channel's conditions come to. */
final class Readiness {

  private Readiness() {}

  /**
   * What is broken comes first, in the order a person should mend it: without credentials no pod
   * gets ready. Then what is under way, in the order it happens; an outage of the database goes
   * before what it may have caused.
   *
   * @param durable whether messages are kept, where they are meant to be
   */
  static Verdict of(
      Verdict rollout,
      Verdict credentials,
      Verdict exposed,
      Verdict configuration,
      Optional<Verdict> durable) {
    Verdict kept = durable.map(Durability::readiness).orElse(rollout);
    Verdict outage = durable.filter(Verdict::fails).isPresent() ? kept : rollout;
    return Stream.of(credentials, kept, exposed, rollout, configuration)
        .filter(Verdict::fails)
        .findFirst()
        .or(
            () ->
                Stream.of(outage, rollout, credentials, configuration, kept, exposed)
                    .filter(it -> !it.holds())
                    .findFirst())
        .orElse(rollout);
  }
}
