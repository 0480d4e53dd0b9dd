package cx.touchpoint.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server takes and refuses of our kinds, and in which words. */
@ExtendWith(RealApiServer.class)
final class ApiTest {

  private static final Pattern UNKNOWN = Pattern.compile("unknown field \"([^\"]+)\"");

  @BeforeAll
  static void theServerTakesEveryDefinition(RealApiServer server, KubernetesClient client) {
    server.installCrds(client);
  }

  static Stream<ApiCase> cases() {
    return ApiCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theServerRefusesWhatIsWrongAndNothingElse(ApiCase example, KubernetesClient client) {
    List<String> said = refusals(example, client);
    assertThat(said).isEqualTo(example.expected(said));
  }

  static Stream<ApiCase> changes() {
    return ApiCase.in(Path.of("src/test/resources/change"));
  }

  /** A file of two documents: what is there, and what somebody makes of it. */
  @ParameterizedTest
  @MethodSource("changes")
  void whatCannotChangeSaysHowToReplace(
      ApiCase example, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "api");
    String[] documents = example.body().split("---\n", -1);
    client.resource(documents[0]).inNamespace(namespace).create();
    List<String> said = List.of();
    try {
      client.resource(documents[1]).inNamespace(namespace).forceConflicts().serverSideApply();
    } catch (KubernetesClientException refused) {
      said = words(refused.getStatus());
    }
    assertThat(said).isEqualTo(example.expected(said));
  }

  @ParameterizedTest
  @CsvSource({
    "Channel, 'Name, Type, Ready, Replicas, Address, Attainment, Message, Age'",
    "ChannelClass, 'Name, Exposure, Default, Age'",
    "ConversationHistory, 'Name, Tenant, Ready, Durable, Channels, Message, Age'",
    "ResponseTimeTarget, 'Name, Ready, Met, Channels, Attainment, Budget, Message, Age'",
    "ServiceLevelObjective,"
        + " 'Name, Indicator, Ready, Met, Objective, Attainment, Budget, Message, Age'",
  })
  void kubectlShowsColumnsInTheOrderAPersonReads(
      String kind, String columns, KubernetesClient client) {
    JsonNode table =
        Serialization.unmarshal(
            client
                .getHttpClient()
                .sendAsync(
                    client
                        .getHttpClient()
                        .newHttpRequestBuilder()
                        .uri(client.getMasterUrl() + Posted.path(kind, client).substring(1))
                        .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                        .build(),
                    String.class)
                .join()
                .body(),
            JsonNode.class);

    assertThat(table.get("columnDefinitions").findValuesAsText("name"))
        .containsExactly(columns.split(", "));
  }

  private static List<String> refusals(ApiCase example, KubernetesClient client) {
    return Posted.refusal(Serialization.unmarshal(example.yaml(), JsonNode.class), client)
        .map(ApiTest::words)
        .orElse(List.of());
  }

  private static List<String> words(Status status) {
    var unknown =
        UNKNOWN
            .matcher(status.getMessage())
            .results()
            .map(match -> match.group(1) + ": unknown field")
            .toList();
    if (!unknown.isEmpty()) {
      return unknown.stream().sorted().toList();
    }
    return status.getDetails().getCauses().stream()
        // Afterthoughts of the server that point at no field.
        .filter(cause -> !cause.getField().equals("<nil>"))
        .map(cause -> cause.getField() + ": " + cause.getMessage())
        .sorted()
        .toList();
  }
}
