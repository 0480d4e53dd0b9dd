package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.condition.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

  private static final Verdict SERVING = Verdict.yes("Serving", "2 of 2 connectors are ready");
  private static final Verdict ROLLING = Verdict.unknown("RollingOut", "0 of 2 connectors");
  private static final Verdict STUCK = Verdict.no("RolloutStuck", "0 of 2 connectors");
  private static final Verdict FINE = Verdict.yes("Fine", "as it should be");

  @Test
  void whereEverythingHoldsTheRolloutSpeaks() {
    assertThat(of(SERVING, FINE, Optional.empty())).isEqualTo(SERVING);
    assertThat(of(SERVING, FINE, Optional.of(Verdict.yes("Durable", "on disk"))))
        .isEqualTo(SERVING);
  }

  @Test
  void aDatabaseThatKeepsMessagesLessSafelyServesAllTheSame() {
    assertThat(of(SERVING, FINE, Optional.of(Verdict.no("AcknowledgedBeforeSync", "too early"))))
        .isEqualTo(SERVING);
  }

  /**
   * A connector that cannot store may not get ready; its rollout would then look like the cause.
   */
  @Test
  void aDatabaseThatIsDownGoesBeforeTheRolloutThatWaitsForIt() {
    Verdict down = Verdict.no("Unreachable", "it does not answer");

    assertThat(of(ROLLING, FINE, Optional.of(down)))
        .isEqualTo(Verdict.unknown("Unreachable", "it does not answer"));
    assertThat(of(SERVING, FINE, Optional.of(down)).reason()).isEqualTo("Unreachable");
  }

  @Test
  void whatAPersonHasToMendGoesInTheOrderOfMending() {
    Verdict wrong = Verdict.no("WrongCredentials", "refused");
    Verdict missing = Verdict.no("CredentialMissing", "no token");

    assertThat(of(STUCK, FINE, Optional.of(wrong))).isEqualTo(wrong);
    assertThat(of(STUCK, missing, Optional.of(wrong))).isEqualTo(missing);
    assertThat(of(STUCK, FINE, Optional.of(Verdict.no("Failing", "errors")))).isEqualTo(STUCK);
  }

  @Test
  void beforeConnectorsRunNobodyIsToldThatTheyWereNotAsked() {
    assertThat(of(ROLLING, FINE, Optional.of(Verdict.unknown("NotYetAsked", "nobody was"))))
        .isEqualTo(ROLLING);
    assertThat(of(SERVING, FINE, Optional.of(Verdict.unknown("NotYetTried", "not yet"))).reason())
        .isEqualTo("NotYetTried");
  }

  private static Verdict of(Verdict rollout, Verdict credentials, Optional<Verdict> durable) {
    return Readiness.of(rollout, credentials, FINE, FINE, durable);
  }
}
