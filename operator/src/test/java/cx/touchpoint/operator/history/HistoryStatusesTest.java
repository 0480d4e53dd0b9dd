package cx.touchpoint.operator.history;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ConversationHistoryStatus;
import cx.touchpoint.operator.condition.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistoryStatusesTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final ConversationHistory history =
      Serialization.unmarshal(
          """
          metadata: {name: customers, namespace: care, generation: 1}
          spec: {tenant: shop, postgres: {secretRef: {name: customers-db}}}
          """,
          ConversationHistory.class);

  /** A pipeline applies it before the Channels that will name it, and waits until it is ready. */
  @Test
  void oneThatNobodyNamesIsReadyAndNobodyKnowsWhetherItIsDurable() {
    ConversationHistoryStatus status = of();

    assertThat(conditions(status))
        .containsExactly("Ready=True NoChannel", "Durable=Unknown NoChannel");
    assertThat(status.channels()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "True, Durable, 'Ready=True Durable, Durable=True Durable'",
    "False, AcknowledgedBeforeSync,"
        + " 'Ready=True AcknowledgedBeforeSync, Durable=False AcknowledgedBeforeSync'",
    "False, Unreachable,"
        + " 'Ready=Unknown Unreachable, Reconciling=True Unreachable, Durable=False Unreachable'",
    "False, NoRights, 'Ready=False NoRights, Stalled=True NoRights, Durable=False NoRights'",
    "Unknown, NotYetTried,"
        + " 'Ready=Unknown NotYetTried, Reconciling=True NotYetTried, Durable=Unknown NotYetTried'",
  })
  void itSaysWhatItsChannelSays(String status, String reason, String expected) {
    assertThat(String.join(", ", conditions(of(channel("chat", 1, 1, status, reason)))))
        .isEqualTo(expected);
  }

  @Test
  void theWorstOfItsChannelsSpeaks() {
    ConversationHistoryStatus status =
        of(
            channel("a", 1, 1, "True", "Durable"),
            channel("b", 1, 1, "Unknown", "NotYetTried"),
            channel("c", 1, 1, "False", "AcknowledgedBeforeSync"),
            channel("e", 1, 1, "False", "Full"),
            channel("d", 1, 1, "False", "Full"));

    Condition durable = Conditions.find(status.conditions(), "Durable").orElseThrow();
    assertThat(durable.getReason()).isEqualTo("Full");
    assertThat(durable.getMessage()).isEqualTo("Channel d: words of d (and 3 more Channels)");
    assertThat(status.channels()).isEqualTo(5);
    assertThat(status.durableChannels()).isEqualTo(1);
  }

  /** Every change of a Channel would otherwise be two more writes of each history. */
  @Test
  void aChannelThatHasJustChangedLeavesWhatWasSaid() {
    history.setStatus(of(channel("chat", 1, 1, "True", "Durable")));

    assertThat(of(channel("chat", 2, 1, "True", "Durable")).conditions())
        .isEqualTo(history.getStatus().conditions());
  }

  @Test
  void whatAChannelWasToldOfAnotherHistoryIsNotToldOfThisOne() {
    Channel moved =
        Serialization.unmarshal(
            """
            metadata: {name: chat, namespace: care, generation: 2}
            status:
              observedGeneration: 2
              conditions:
              - {type: Durable, status: "True", reason: Durable, message: kept, observedGeneration: 1}
            """,
            Channel.class);

    assertThat(conditions(of(moved))).contains("Durable=Unknown NotYetAsked");
  }

  @Test
  void whatTurnsKeepsTheTimeOfItsTurn() {
    history.setStatus(of(channel("chat", 1, 1, "False", "Full")));
    var later =
        HistoryStatuses.of(
            history,
            List.of(channel("chat", 1, 1, "False", "NoRights")),
            Clock.fixed(Instant.EPOCH.plusSeconds(60), ZoneOffset.UTC));

    assertThat(later.conditions())
        .allSatisfy(it -> assertThat(it.getLastTransitionTime()).isEqualTo("1970-01-01T00:00:00Z"));
  }

  private ConversationHistoryStatus of(Channel... channels) {
    return HistoryStatuses.of(history, Stream.of(channels).toList(), CLOCK);
  }

  private static List<String> conditions(ConversationHistoryStatus status) {
    return status.conditions().stream()
        .map(it -> it.getType() + "=" + it.getStatus() + " " + it.getReason())
        .toList();
  }

  private static Channel channel(
      String name, int generation, int told, String status, String reason) {
    return Serialization.unmarshal(
        """
        metadata: {name: %1$s, namespace: care, generation: %2$d}
        status:
          observedGeneration: %3$d
          conditions:
          - {type: Durable, status: "%4$s", reason: %5$s, message: words of %1$s, observedGeneration: %3$d}
        """
            .formatted(name, generation, told, status, reason),
        Channel.class);
  }
}
