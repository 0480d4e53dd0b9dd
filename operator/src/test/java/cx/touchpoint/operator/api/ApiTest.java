package cx.touchpoint.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Responder;
import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThat(refusals(example, client)).isEqualTo(example.refusals());
  }

  @Test
  void aChannelsTypeCannotChange(RealApiServer server, KubernetesClient client) {
    String namespace = server.newNamespace(client, "api");
    var channels = client.resources(Channel.class).inNamespace(namespace);
    var channel = new Channel();
    channel.setMetadata(new ObjectMetaBuilder().withName("hello").build());
    channel.setSpec(spec(ChannelSpec.Type.WebChat));
    channels.resource(channel).create();

    channel.setSpec(spec(ChannelSpec.Type.Webhook));

    assertThatThrownBy(() -> channels.resource(channel).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refused ->
                assertThat(words(refused.getStatus()))
                    .singleElement()
                    .asString()
                    .startsWith("spec.type: ")
                    .contains("cannot change: create a new Channel of the other type"));
  }

  @Test
  void kubectlShowsColumnsInTheOrderAPersonReads(KubernetesClient client) {
    JsonNode table =
        Serialization.unmarshal(
            client
                .getHttpClient()
                .sendAsync(
                    client
                        .getHttpClient()
                        .newHttpRequestBuilder()
                        .uri(client.getMasterUrl() + "apis/touchpoint.cx/v1alpha1/channels")
                        .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                        .build(),
                    String.class)
                .join()
                .body(),
            JsonNode.class);

    assertThat(table.get("columnDefinitions").findValuesAsText("name"))
        .containsExactly("Name", "Type", "Ready", "Replicas", "Address", "Message", "Age");
  }

  private static ChannelSpec spec(ChannelSpec.Type type) {
    return new ChannelSpec(
        type,
        type == ChannelSpec.Type.WebChat
            ? new ChannelSpec.WebChat(List.of("https://shop.example.com"), null)
            : null,
        null,
        null,
        null,
        null,
        null,
        new Responder(Responder.Type.Echo, null, null),
        null);
  }

  private static List<String> refusals(ApiCase example, KubernetesClient client) {
    try {
      String path =
          Serialization.unmarshal(example.yaml(), GenericKubernetesResource.class)
                  .getKind()
                  .equals("Channel")
              ? "namespaces/default/channels"
              : "channelclasses";
      client.raw(
          "/apis/touchpoint.cx/v1alpha1/" + path + "?dryRun=All&fieldValidation=Strict",
          "POST",
          Serialization.unmarshal(example.yaml(), JsonNode.class));
      return List.of();
    } catch (KubernetesClientException refused) {
      return words(refused.getStatus());
    }
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
