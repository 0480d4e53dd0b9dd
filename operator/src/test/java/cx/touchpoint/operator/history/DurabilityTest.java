package cx.touchpoint.operator.history;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.History;
import cx.touchpoint.api.connector.ConnectorStatus.History.State;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.connectors.Report;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DurabilityTest {

  private static final ConversationHistory HISTORY =
      Serialization.unmarshal(
          """
          metadata: {name: customers, namespace: care}
          spec: {tenant: shop, postgres: {secretRef: {name: customers-db}}}
          """,
          ConversationHistory.class);

  @Test
  void whatEveryConnectorKeepsOnDiskIsDurable() {
    assertThat(of(says("a", State.Durable, null), says("b", State.Durable, null)))
        .isEqualTo(
            Verdict.yes(
                "Durable",
                "2 of 2 connectors keep messages in ConversationHistory customers, on disk before"
                    + " they acknowledge them"));
  }

  @ParameterizedTest
  @EnumSource
  void everyStateIsAReasonAndIsToldFromOneConnectorAmongMany(State state) {
    Verdict said = of(says("a", State.Durable, null), says("b", state, "It says so itself."));

    assertThat(said.reason()).isEqualTo(state.name());
    assertThat(said.holds()).isEqualTo(state == State.Durable);
    if (!said.holds()) {
      assertThat(said.message())
          .contains("ConversationHistory customers")
          .contains(": It says so itself")
          .doesNotContain("itself..");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CredentialsMissing", "CredentialsInvalid", "WrongCredentials"})
  void whoLooksForTheSecretIsToldItsNamespaceAndName(State state) {
    assertThat(of(says("a", state, null)).message()).contains("Secret care/customers-db");
  }

  @Test
  void aMissingSecretComesWithTheCommandThatMakesIt() {
    assertThat(of(says("a", State.CredentialsMissing, null)).message())
        .endsWith(
            "Create it with: kubectl create secret generic customers-db -n care"
                + " --from-file=uri=FILE");
  }

  /** Nothing is opened for a database on its own: whoever limits connections knows where it is. */
  @Test
  void whereTheClassLimitsConnectionsThatMayBeWhyNothingAnswers() {
    List<Report.Answered> answers = List.of(says("a", State.Unreachable, "connection timed out"));

    assertThat(Durability.of(HISTORY, answers, Optional.of("Is it in the list?")).message())
        .isEqualTo(
            "the database of ConversationHistory customers does not answer connector a: connection"
                + " timed out. Is it in the list?");
    assertThat(of(says("a", State.Full, null)).message())
        .isEqualTo("the database of ConversationHistory customers has no room left");
  }

  @Test
  void oneThatHasNotTriedYetLeavesItOpenUnlessAnotherFails() {
    Report.Answered untried = says("b", null, null);

    assertThat(of(says("a", State.Durable, null), untried).status())
        .isEqualTo(Verdict.Status.Unknown);
    assertThat(of(says("a", State.Full, null), untried).reason()).isEqualTo("Full");
    assertThat(of()).isEqualTo(Verdict.unknown("NotYetAsked", "no connector has been asked yet"));
  }

  @ParameterizedTest
  @EnumSource
  void anOutagePassesByItselfAndWhatServesIsReady(State state) {
    Verdict.Status ready = Durability.readiness(of(says("a", state, null))).status();

    assertThat(ready)
        .isEqualTo(
            switch (state) {
              case Durable, AcknowledgedBeforeSync -> Verdict.Status.True;
              case Unreachable, Failing -> Verdict.Status.Unknown;
              case CredentialsMissing,
                  CredentialsInvalid,
                  WrongCredentials,
                  TooOld,
                  NoRights,
                  Full ->
                  Verdict.Status.False;
            });
    assertThat(ready == Verdict.Status.True).isEqualTo(state.keeps());
  }

  private static Verdict of(Report.Answered... answers) {
    return Durability.of(HISTORY, Stream.of(answers).toList(), Optional.empty());
  }

  private static Report.Answered says(String pod, @Nullable State state, @Nullable String message) {
    return new Report.Answered(
        pod,
        new ConnectorStatus(
            "1", "1", null, List.of(), false, state == null ? null : new History(state, message)));
  }
}
