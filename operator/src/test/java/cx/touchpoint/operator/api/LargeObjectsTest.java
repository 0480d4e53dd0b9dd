package cx.touchpoint.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.validation.Finding;
import cx.touchpoint.operator.validation.Source;
import cx.touchpoint.operator.validation.Validator;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects as large as can be: taken where the schema allows them, else refused in plain words. */
@ExtendWith(RealApiServer.class)
final class LargeObjectsTest {

  private static final Path DEFINITIONS = Path.of("../charts/touchpoint/files/crds");
  private static final int MEBIBYTE = 1024 * 1024;

  @BeforeAll
  static void theServerTakesEveryDefinition(RealApiServer server, KubernetesClient client) {
    server.installCrds(client);
  }

  /** What makes each rule cost the most. */
  enum AtEveryBound {
    CHAT(
        "channels",
        Set.of(".webhook", ".inApp", ".kiosk", ".website", ".webChat.signIn.jwks.configMapRef"),
        Map.of(".type", "WebChat", ".responder.type", "Http")),
    KIOSK(
        "channels",
        Set.of(".webChat", ".webhook", ".inApp", ".website"),
        Map.of(".type", "Kiosk", ".responder.type", "Http", ".kiosk.resetAfter", "60m")),
    APP(
        "channels",
        Set.of(".webChat", ".webhook", ".kiosk", ".website", ".inApp.signIn.jwks.url"),
        Map.of(".type", "InApp", ".responder.type", "Http")),
    WEBHOOK(
        "channels",
        Set.of(".webChat", ".inApp", ".kiosk", ".website"),
        Map.of(
            ".type",
            "Webhook",
            ".responder.type",
            "Http",
            ".webhook.attachments.maxSize",
            "700Ki")),
    WEBSITE(
        "channels",
        Set.of(
            ".webChat",
            ".webhook",
            ".inApp",
            ".kiosk",
            ".host",
            ".publicUrl",
            ".credentials",
            ".responder",
            ".conversationHistoryRef",
            ".scaling",
            ".load",
            ".outbound"),
        Map.of(".type", "Website")),
    HISTORY("conversationhistories", Set.of(), Map.of(".retention", "3650d")),
    TARGET_BY_NAMES(
        "responsetimetargets",
        Set.of(".channels.selector", ".window.calendar"),
        Map.of(".window.type", "Rolling")),
    TARGET_BY_LABELS(
        "responsetimetargets",
        Set.of(".channels.names", ".window.rolling"),
        Map.of(".window.type", "Calendar", ".targets[].phase", "Load")),
    RATIO(
        "servicelevelobjectives",
        Set.of(".channels.selector", ".window.rolling", ".indicator.satisfaction"),
        Map.of(".window.type", "Calendar", ".indicator.type", "Ratio")),
    SATISFACTION(
        "servicelevelobjectives",
        Set.of(".channels.names", ".window.calendar", ".indicator.ratio"),
        Map.of(".window.type", "Rolling", ".indicator.type", "Satisfaction")),
    GATEWAY_CLASS(
        "channelclasses",
        Set.of(
            ".exposure.ingress",
            ".exposure.service",
            ".networkPolicy.ingressFrom[].podSelector",
            ".networkPolicy.ingressFrom[].namespaceSelector",
            ".networkPolicy.egressTo[].ipBlock"),
        Map.of(".exposure.type", "Gateway", ".allowedNamespaces.from", "Selector")),
    INGRESS_CLASS(
        "channelclasses",
        Set.of(
            ".exposure.gateway",
            ".exposure.service",
            ".networkPolicy.egressTo[].podSelector",
            ".networkPolicy.egressTo[].namespaceSelector",
            ".networkPolicy.ingressFrom[].ipBlock"),
        Map.of(".exposure.type", "Ingress", ".allowedNamespaces.from", "Selector"));

    private final String plural;
    private final Set<String> without;
    private final Map<String, String> texts;

    AtEveryBound(String plural, Set<String> without, Map<String, String> texts) {
      this.plural = plural;
      this.without = without;
      this.texts = texts;
    }

    ObjectNode object() throws IOException {
      JsonNode definition =
          Serialization.unmarshal(
              Files.readString(DEFINITIONS.resolve(plural + ".touchpoint.cx.yaml")),
              JsonNode.class);
      ObjectNode object = named(definition.at("/spec/names/kind").asText());
      object.set(
          "spec",
          Largest.of(
              definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"),
              without,
              texts));
      return object;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLargestObjectIsTakenAndItsRulesAreEvaluated(AtEveryBound largest, KubernetesClient client)
      throws IOException {
    ObjectNode object = largest.object();

    assertThat(refusals(object, client)).isEmpty();
    assertThat(offline(object)).isEmpty();
  }

  /** One of a mebibyte or more, and what is said of it. */
  enum TooLarge {
    ANNOTATION("metadata.annotations: Too long: may not be more than 262144 bytes") {
      @Override
      void fill(ObjectNode channel) {
        channel.withObject("/metadata/annotations").put("note", "a".repeat(MEBIBYTE));
      }
    },
    HOST("spec.host: Too long: may not be more than 253 bytes") {
      @Override
      void fill(ObjectNode channel) {
        channel.withObject("/spec").put("host", "a".repeat(MEBIBYTE));
      }
    },
    ORIGINS("spec.webChat.allowedOrigins: Too many: 40000: must have at most 64 items") {
      @Override
      void fill(ObjectNode channel) {
        for (int i = 0; i < 40_000; i++) {
          channel
              .withObject("/spec/webChat")
              .withArray("allowedOrigins")
              .add("https://shop-" + i + ".example.com");
        }
      }
    };

    private final String message;

    TooLarge(String message) {
      this.message = message;
    }

    abstract void fill(ObjectNode channel);
  }

  @ParameterizedTest
  @EnumSource
  void anObjectOfAMebibyteIsRefusedWithFieldAndBound(TooLarge large, KubernetesClient client) {
    ObjectNode channel = named("Channel");
    channel.withObject("/spec").put("type", "WebChat");
    channel.withObject("/spec/webChat").put("demoPage", "Served");
    channel.withObject("/spec/responder").put("type", "Echo");
    large.fill(channel);

    assertThat(channel.toString().length()).isGreaterThanOrEqualTo(MEBIBYTE);
    assertThat(refusals(channel, client)).containsExactly(large.message);
    assertThat(offline(channel)).containsExactly(large.message);
  }

  private static ObjectNode named(String kind) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "touchpoint.cx/v1alpha1").put("kind", kind);
    object.withObject("/metadata").put("name", "large");
    return object;
  }

  private static List<String> offline(ObjectNode object) {
    return new Validator("default")
        .validate(List.of(new Source("large.json", object.toString()))).findings().stream()
            .filter(it -> it.severity() == Finding.Severity.Error)
            .map(it -> it.field() + ": " + it.message())
            .toList();
  }

  private static List<String> refusals(JsonNode object, KubernetesClient client) {
    return Posted.refusal(object, client).map(LargeObjectsTest::words).orElse(List.of());
  }

  private static List<String> words(Status status) {
    return status.getDetails() == null || status.getDetails().getCauses().isEmpty()
        ? List.of(String.valueOf(status.getMessage()))
        : status.getDetails().getCauses().stream()
            .filter(cause -> !"<nil>".equals(cause.getField()))
            .map(cause -> cause.getField() + ": " + cause.getMessage())
            .toList();
  }
}
