package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.testing.Kubeconfig;
import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What stands between a person and a connector that could be asked; asking one needs a cluster. */
@ExtendWith(RealApiServer.class)
final class HistoryCommandOnApiServerTest {

  private static final String HISTORY =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ConversationHistory
      metadata: {name: %s, namespace: %s}
      spec: {postgres: {secretRef: {name: db}}, tenant: shop}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: chat, namespace: %s}
      spec:
        type: Webhook
        responder: {type: Echo}
        conversationHistoryRef: {name: customers}
      """;

  @TempDir private Path folder = Path.of("");
  private String namespace = "";
  private String kubeconfig = "";

  @BeforeEach
  void prepare(KubernetesClient client, Config config, RealApiServer server) throws IOException {
    server.installCrds(client);
    namespace = server.newNamespace(client, "records");
    kubeconfig =
        Files.writeString(folder.resolve("kubeconfig.yaml"), Kubeconfig.of(config)).toString();
  }

  @Test
  void whatIsMissingBeforeAConnectorCanBeAskedIsSaid(KubernetesClient client) {
    assertThat(show()).contains("there is no ConversationHistory in namespace " + namespace);

    client.resource(HISTORY.formatted("customers", namespace)).create();
    assertThat(show())
        .contains("no Channel of namespace")
        .contains("ConversationHistory customers");

    client.resource(CHANNEL.formatted(namespace)).create();
    assertThat(show()).contains("no connector of chat is ready");

    client.resource(HISTORY.formatted("partners", namespace)).create();
    assertThat(show())
        .contains("there are several ConversationHistories")
        .contains("Give --history with one of: customers, partners");
    assertThat(show("--history", "custmers"))
        .contains("there is no ConversationHistory custmers")
        .contains("customers, partners");
    client.resources(ConversationHistory.class).inNamespace(namespace).delete();
  }

  @Test
  void aCustomerIsNamedOnce() {
    assertThat(CommandRun.of("history", "show").exit()).isEqualTo(Exit.USER);
    CommandRun twice =
        CommandRun.of("history", "show", "--email", "a@example.com", "--phone", "+49301234567");
    assertThat(twice.exit()).isEqualTo(Exit.USER);
    assertThat(twice.err()).contains("--email").contains("--phone");
  }

  @Test
  void deadLettersAreOfAChannelThatIsThereAndReplayedByNumberOrAll(KubernetesClient client) {
    assertThat(letters("list", "chat"))
        .contains("there is no Channel chat in namespace " + namespace);
    client.resource(CHANNEL.formatted(namespace)).create();
    assertThat(letters("list", "chat")).contains("no connector of chat is ready");
    assertThat(letters("replay", "chat")).contains("numbers as 'list' shows them, or --all");
    assertThat(letters("replay", "chat", "1.1", "--all")).contains("or --all");
  }

  private String letters(String... arguments) {
    return failing(Stream.concat(Stream.of("dead-letters"), Stream.of(arguments)));
  }

  private String show(String... more) {
    return failing(
        Stream.concat(Stream.of("history", "show", "--account-id", "A-4711"), Stream.of(more)));
  }

  private String failing(Stream<String> arguments) {
    CommandRun run =
        CommandRun.of(
            Stream.concat(arguments, Stream.of("-n", namespace, "--kubeconfig", kubeconfig))
                .toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    return run.err();
  }
}
