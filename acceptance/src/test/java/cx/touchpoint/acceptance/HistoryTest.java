package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was said is still known when everything that knew it has died. */
@ExtendWith(WholeCluster.class)
final class HistoryTest {

  private static final String DATABASE = "postgres";

  @Test
  void anAnswerOutlivesItsConnectorsAndTheDatabasesPod(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "history");
        Http http = new Http()) {
      remember(cluster, tenant);
      Sender sender = tenant.sender(http, "orders");
      CloudEvent event = Sender.saying("Where is my order?");
      String answer = untilAnswered(sender, event);
      assertThat(answer).contains("Where is my order?");

      cluster.connectors(tenant.namespace(), "orders").forEach(pod -> kill(cluster, pod));
      cluster
          .client()
          .pods()
          .inNamespace(DATABASE)
          .list()
          .getItems()
          .forEach(pod -> kill(cluster, pod));

      // The same event again: nobody is asked, it is the answer of then.
      Cluster.until(
          Cluster.ROLLOUT,
          () -> assertThat(answerOf(sender.sendStructured(event))).isEqualTo(answer));
      Cluster.until(
          Cluster.REMOUNT,
          () ->
              assertThat(cluster.said(tenant.namespace(), "orders", "Durable"))
                  .isEqualTo("True Durable"));
    }
  }

  /** A customer of two channels, as the command line shows and erases them. */
  @Test
  void aCustomerIsShownExportedAndErasedByTheCommandLine(Cluster cluster, @TempDir Path here)
      throws Exception {
    try (Tenant tenant = Tenant.open(cluster, "erase");
        Http http = new Http()) {
      remember(cluster, tenant);
      hook(cluster, tenant, "returns");
      String account = "account-" + UUID.randomUUID();
      untilAnswered(tenant.sender(http, "orders"), Sender.saying("It is marmalade", account));
      untilAnswered(tenant.sender(http, "returns"), Sender.saying("It goes back", account));
      allowFiles(cluster, tenant, "returns");
      untilAnswered(
          tenant.sender(http, "returns"), Sender.sendingFile("../label", "Mend it", account));

      Program touchpoint = Program.touchpoint(cluster);
      assertThat(touchpoint.succeed(history(tenant, "show", account)))
          .contains("AccountId: " + account)
          .contains(tenant.namespace() + "/orders")
          .contains(tenant.namespace() + "/returns");
      assertThat(touchpoint.succeed(history(tenant, "export", account)))
          .contains("It is marmalade", "It goes back");
      Path files = here.resolve("files");
      assertThat(
              touchpoint.succeed(history(tenant, "export", account, "--files", files.toString())))
          .contains("label");
      try (Stream<Path> written = Files.list(files)) {
        assertThat(written.toList()).singleElement().asString().endsWith("-label");
      }
      assertThat(touchpoint.succeed(history(tenant, "erase", account)))
          .contains("would erase 3 conversations");
      assertThat(touchpoint.succeed(history(tenant, "erase", account, "--yes")))
          .contains("erased: 3 conversations, 6 messages");
      assertThat(touchpoint.run(history(tenant, "show", account)).output())
          .contains("nobody goes by this name");
    }
  }

  private static String[] history(Tenant tenant, String action, String account, String... more) {
    return Stream.concat(
            Stream.of("history", action, "--account-id", account, "-n", tenant.namespace()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static void remember(Cluster cluster, Tenant tenant) {
    tenant.createDatabaseSecret();
    tenant.apply(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: ConversationHistory
        metadata: {name: customers, namespace: $NAMESPACE}
        spec:
          postgres: {secretRef: {name: touchpoint-postgres}}
          tenant: acceptance
          identity: {keys: [AccountId]}
        """);
    hook(cluster, tenant, "orders");
  }

  /** Taken up by the connectors that run, a moment later. */
  private static void allowFiles(Cluster cluster, Tenant tenant, String name) {
    Program.kubectl(cluster)
        .succeed(
            "patch",
            "channels.touchpoint.cx",
            name,
            "--namespace=" + tenant.namespace(),
            "--type=merge",
            "--patch={\"spec\":{\"webhook\":{\"attachments\":{\"maxSize\":\"100Ki\"}}}}");
  }

  private static void hook(Cluster cluster, Tenant tenant, String name) {
    tenant.applyHook(name, "{type: Echo}", "conversationHistoryRef: {name: customers}");
    cluster.untilReady(tenant.namespace(), name);
  }

  /** A node is told where a Service leads a moment after its pods are ready. */
  private static String untilAnswered(Sender sender, CloudEvent event) {
    Cluster.until(Cluster.ROLLOUT, () -> answerOf(sender.sendStructured(event)));
    return answerOf(sender.sendStructured(event));
  }

  private static String answerOf(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static void kill(Cluster cluster, Pod pod) {
    cluster.client().resource(pod).withGracePeriod(0).delete();
  }
}
