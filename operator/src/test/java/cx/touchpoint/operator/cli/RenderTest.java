package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.channel.ChannelInputs;
import cx.touchpoint.operator.channel.ChannelPlan;
import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.validation.Documents;
import cx.touchpoint.operator.validation.Source;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RenderTest {

  private static final String FILES = "src/test/resources/validate/";
  private static final String CASES = "src/test/resources/api/";
  private static final String CHANNEL = CASES + "valid/full-webchat.yaml";
  private static final String CLASS = CASES + "valid/full-gateway-class.yaml";

  @Test
  void itPrintsWhatTheControllerWouldApply() throws IOException {
    CommandRun run =
        CommandRun.of(
            "render",
            CHANNEL,
            CLASS,
            "-n",
            "care",
            "--connector-image",
            "x",
            "--operator-namespace",
            "y");

    Channel channel = Serialization.unmarshal(Files.readString(Path.of(CHANNEL)), Channel.class);
    channel.getMetadata().setNamespace("care");
    var channelClass =
        Serialization.unmarshal(Files.readString(Path.of(CLASS)), ChannelClass.class);
    var plan =
        ChannelPlan.of(
            channel,
            new ChannelInputs(
                channelClass, new OperatorSettings("y", "x"), Set.of(OptionalApi.values())));
    List<JsonNode> expected =
        plan.objects().stream().map(it -> withoutOwner(new JsonMapper().valueToTree(it))).toList();
    assertThat(run.err()).isEmpty();
    assertThat(objects(run)).hasToString(expected.toString());
  }

  @Test
  void aClusterWithoutOptionalApisGetsNoneOfTheirObjects() {
    CommandRun all = CommandRun.of("render", CHANNEL, CLASS);
    CommandRun none = CommandRun.of("render", CHANNEL, CLASS, "--served", "none");

    assertThat(kinds(all)).contains("HTTPRoute", "PodMonitor");
    assertThat(kinds(none)).contains("Deployment").doesNotContain("HTTPRoute", "PodMonitor");
  }

  @Test
  void aChannelWithoutItsClassIsRefused() {
    CommandRun run = CommandRun.of("render", CHANNEL);

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Channel default/support-chat needs ChannelClass standard: add its file");
  }

  @Test
  void aChannelThatRemembersIsPrintedWithItsHistory() {
    CommandRun run = CommandRun.of("render", FILES + "a-history-that-is-well/in.yaml");

    JsonNode connector =
        objects(run).stream()
            .filter(it -> it.get("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow();
    assertThat(connector.at("/spec/template/spec/containers/0/args").toString())
        .contains("--history=/etc/touchpoint/history");
    assertThat(connector.at("/spec/template/spec/volumes").findValuesAsText("secretName"))
        .contains("customers-db");
  }

  /** Printed without, it would be a Channel that forgets. */
  @Test
  void aChannelWithoutTheHistoryItNamesIsRefused() {
    CommandRun run = CommandRun.of("render", FILES + "a-history-of-another-namespace/in.yaml");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "Channel care/chat needs ConversationHistory customers of namespace care: add its file");
  }

  @Test
  void invalidInputIsRefusedAsByValidate() {
    String file = CASES + "malformed/http-without-url.yaml";

    CommandRun run = CommandRun.of("render", file, CLASS);

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(file + ":10: spec.responder.http.url: Required value");
  }

  private static List<String> kinds(CommandRun run) {
    return objects(run).stream().map(it -> it.get("kind").asText()).toList();
  }

  private static List<JsonNode> objects(CommandRun run) {
    assertThat(run.exit()).isEqualTo(Exit.FINE);
    return Documents.of(new Source("<render>", run.out()));
  }

  private static JsonNode withoutOwner(ObjectNode object) {
    object.withObject("/metadata").remove("ownerReferences");
    return object;
  }
}
