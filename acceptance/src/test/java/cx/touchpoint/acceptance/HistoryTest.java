package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was said is still known when everything that knew it has died. */
@ExtendWith(WholeCluster.class)
final class HistoryTest {

  private static final String DATABASE = "postgres";
  private static final String SECRET = "touchpoint-postgres";

  @Test
  void anAnswerOutlivesItsConnectorsAndTheDatabasesPod(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "history");
        Http http = new Http()) {
      remember(cluster, tenant);
      Sender sender = tenant.sender(http, "orders");
      CloudEvent event = Sender.saying("Where is my order?");
      String answer = answerOf(sender.sendStructured(event));
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

  private static void remember(Cluster cluster, Tenant tenant) {
    String uri =
        cluster
            .client()
            .secrets()
            .inNamespace(Cluster.QUICKSTART)
            .withName(SECRET)
            .require()
            .getData()
            .get("uri");
    tenant.createSecret(
        SECRET, Map.of("uri", new String(Base64.getDecoder().decode(uri), StandardCharsets.UTF_8)));
    tenant.apply(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: ConversationHistory
        metadata: {name: customers, namespace: $NAMESPACE}
        spec: {postgres: {secretRef: {name: touchpoint-postgres}}, tenant: acceptance}
        """);
    tenant.applyHook("orders", "{type: Echo}", "conversationHistoryRef: {name: customers}");
    cluster.untilReady(tenant.namespace(), "orders");
  }

  private static String answerOf(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static void kill(Cluster cluster, Pod pod) {
    cluster.client().resource(pod).withGracePeriod(0).delete();
  }
}
