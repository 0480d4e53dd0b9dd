package cx.touchpoint.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.OperatorProcess;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that a looser definition let into the store are read as far as they can be. */
final class ToleranceTest {

  private static final String LIST =
      """
      {"apiVersion": "touchpoint.cx/v1alpha1", "kind": "ChannelList", "items": [
        {"apiVersion": "touchpoint.cx/v1alpha1", "kind": "Channel",
         "metadata": {"name": "bad", "namespace": "care", "generation": 3},
         "spec": %s,
         "status": {"observedGeneration": 2}},
        {"apiVersion": "touchpoint.cx/v1alpha1", "kind": "Channel",
         "metadata": {"name": "good", "namespace": "care"},
         "spec": {"type": "WebChat", "responder": {"type": "Echo"}}}]}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"text\"",
        "7",
        "[{\"type\": [1, {\"a\": 2}]}]",
        "{\"type\": {\"a\": [1, 2]}, \"responder\": {\"type\": \"Echo\"}}",
        "{\"type\": \"WebChat\", \"responder\": \"Echo\", \"scaling\": {\"minReplicas\": 1}}",
        "{\"responder\": {\"type\": \"Echo\", \"maxConcurrentTurns\": \"many\"}, \"host\": \"a.b\"}",
        "{\"webChat\": {\"allowedOrigins\": {\"a\": 1}}, \"x\": [[{}]]}"
      })
  void anUnreadableSpecIsNoSpecAndNothingElseIsLost(String spec) {
    List<Channel> channels = read(LIST.formatted(spec));

    assertThat(channels).hasSize(2);
    assertThat(channels.getFirst().getSpec()).isNull();
    assertThat(channels.getFirst().getMetadata().getName()).isEqualTo("bad");
    assertThat(channels.getFirst().getMetadata().getGeneration()).isEqualTo(3);
    assertThat(channels.getFirst().getStatus().observedGeneration()).isEqualTo(2);
    assertThat(channels.getLast().getSpec().responder()).isNotNull();
  }

  @Test
  void anUnreadableStatusIsNoStatus() {
    List<Channel> channels =
        read(
            LIST.formatted("{\"type\": \"WebChat\", \"host\": \"a.b\"}")
                .replace("{\"observedGeneration\": 2}", "{\"conditions\": {\"Ready\": true}}"));

    assertThat(channels.getFirst().getStatus()).isNull();
    assertThat(channels.getFirst().getSpec().host()).isEqualTo("a.b");
    assertThat(channels.getLast().getSpec()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{\"channels\": [\"support-chat\"], \"targets\": []}",
        "{\"targets\": \"first-reply in 10s\"}",
        "{\"alerting\": {\"severities\": \"Page\", \"minimumBadEvents\": \"few\"}}",
        "{\"window\": \"28d\"}"
      })
  void anUnreadablePromiseIsOneWithoutSpec(String spec) {
    String json =
        """
        {"apiVersion": "touchpoint.cx/v1alpha1", "kind": "%s", "metadata": {"name": "bad"}, "spec": %s,
         "status": {"observedGeneration": 2}}
        """;
    var serialization = OperatorProcess.serialization();

    var target =
        serialization.unmarshal(
            json.formatted("ResponseTimeTarget", spec), ResponseTimeTarget.class);
    assertThat(target.getSpec()).isNull();
    assertThat(target.getStatus().observedGeneration()).isEqualTo(2);
    var objective =
        serialization.unmarshal(
            json.formatted("ServiceLevelObjective", spec.replace("\"targets\"", "\"indicator\"")),
            ServiceLevelObjective.class);
    assertThat(objective.getSpec()).isNull();
    assertThat(objective.getStatus().observedGeneration()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{\"tenant\": {\"name\": \"shop\"}}",
        "{\"postgres\": {\"secretRef\": \"customers-db\"}}"
      })
  void anUnreadableHistoryIsOneWithoutSpec(String spec) {
    var history =
        OperatorProcess.serialization()
            .unmarshal(
                """
                {"apiVersion": "touchpoint.cx/v1alpha1", "kind": "ConversationHistory",
                 "metadata": {"name": "bad"}, "spec": %s, "status": {"channels": 2}}
                """
                    .formatted(spec),
                ConversationHistory.class);

    assertThat(history.getSpec()).isNull();
    assertThat(history.getStatus().channels()).isEqualTo(2);
  }

  @SuppressWarnings("unchecked")
  private static List<Channel> read(String json) {
    var serialization = OperatorProcess.serialization();
    return ((DefaultKubernetesResourceList<Channel>)
            serialization.unmarshal(json, ChannelList.class))
        .getItems();
  }

  private static final class ChannelList extends DefaultKubernetesResourceList<Channel> {}
}
