package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is meant for the cluster's inside cannot be had from outside. */
@ExtendWith(WholeCluster.class)
final class InternalPortTest {

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "/metrics,                     hello-chat, demo",
    "/metrics/demand,              hello-chat, demo",
    "/status,                      hello-chat, demo",
    "/livez,                       hello-chat, demo",
    "/readyz,                      hello-chat, demo",
    "/startupz,                    hello-chat, demo",
    "/v1/conversations/1/messages, hello-chat, demo",
    "//metrics,                    hello-chat, demo",
    "/%6detrics,                   hello-chat, demo",
    "/demo/../metrics,             hello-chat, demo",
    "/metrics,                     hello-hook, webhook",
    "/metrics/demand,              hello-hook, webhook",
    "/status,                      hello-hook, webhook",
    "/livez,                       hello-hook, webhook",
    "/readyz,                      hello-hook, webhook",
    "/startupz,                    hello-hook, webhook",
    "/v1/conversations/1/messages, hello-hook, webhook",
    "//metrics,                    hello-hook, webhook",
    "/%6detrics,                   hello-hook, webhook",
    "/hooks/../metrics,            hello-hook, webhook"
  })
  void anInternalPathIsNotFoundAtThePublicAddress(
      String path, String channel, String use, Cluster cluster) {
    URI url = URI.create(cluster.base(Cluster.QUICKSTART, channel, use) + path);
    try (Http http = new Http()) {
      for (String method : new String[] {"GET", "HEAD", "POST"}) {
        var answer = http.send(HttpRequest.newBuilder(url).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).as("%s %s", method, url).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("touchpoint_");
      }
    }
  }

  /** Shows that the paths above are served at all, so that the test above can fail. */
  @Test
  void theSamePathsAnswerOnTheInternalPort(Cluster cluster) {
    for (String channel : new String[] {"hello-chat", "hello-hook"}) {
      var pod = cluster.connectors(Cluster.QUICKSTART, channel).getFirst();

      assertThat(cluster.internal(pod, "/metrics")).contains("touchpoint_requests_total");
      assertThat(cluster.internal(pod, "/metrics/demand")).contains("touchpoint_");
      assertThat(cluster.internal(pod, "/status")).contains("\"revision\"");
    }
  }

  @Test
  void thePublicServiceLeadsToThePublicPortOnly(Cluster cluster) {
    for (String channel : new String[] {"hello-chat", "hello-hook"}) {
      Service open = service(cluster, channel + "-connector");
      Service internal = service(cluster, channel + "-connector-internal");

      assertThat(open.getSpec().getPorts()).extracting(ServicePort::getPort).containsExactly(8080);
      assertThat(open.getSpec().getPorts())
          .extracting(it -> it.getTargetPort().getValue())
          .doesNotContain(internal.getSpec().getPorts().getFirst().getTargetPort().getValue());
      assertThat(internal.getSpec().getType()).isEqualTo("ClusterIP");
    }
  }

  private static Service service(Cluster cluster, String name) {
    return cluster.client().services().inNamespace(Cluster.QUICKSTART).withName(name).require();
  }
}
