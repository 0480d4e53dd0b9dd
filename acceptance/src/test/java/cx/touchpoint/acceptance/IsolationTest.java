package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two teams on one cluster. A connector is told by its own team to ask the other team's connectors
 * for its answers, which is as near as anybody gets to them who may only write Channels.
 */
@ExtendWith(WholeCluster.class)
final class IsolationTest {

  private static final String NO_TRAFFIC =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: no-traffic, namespace: $NAMESPACE}
      spec: {podSelector: {}, policyTypes: [Egress]}
      """;

  @Test
  void anotherTeamReachesThePublicPortOfAConnectorAndNotTheInternalOne(Cluster cluster) {
    try (Tenant team = Tenant.withChat(cluster, "team");
        Tenant other = Tenant.open(cluster, "other")) {
      String connector = "http://chat-connector%s." + team.namespace() + ".svc";
      asks(other, "open", connector.formatted("") + ":8080/ping");
      asks(other, "internal", connector.formatted("-internal") + ":8090/metrics");
      cluster.untilReady(other.namespace(), "open");
      cluster.untilReady(other.namespace(), "internal");
      Cluster.until(
          Duration.ofSeconds(30), () -> assertThat(reaches(cluster, other, "open")).isTrue());

      assumeTrue(
          enforcesPolicies(cluster, other),
          "NetworkPolicy between two teams: this cluster enforces no NetworkPolicies");

      assertThat(reaches(cluster, other, "open")).as("the public port").isTrue();
      assertThat(reaches(cluster, other, "internal")).as("the internal port").isFalse();
    }
  }

  /** Whether forbidding all that leaves a namespace has an effect. */
  private static boolean enforcesPolicies(Cluster cluster, Tenant from) {
    from.apply(NO_TRAFFIC);
    try {
      Cluster.until(
          Duration.ofSeconds(10), () -> assertThat(reaches(cluster, from, "open")).isFalse());
    } catch (ConditionTimeoutException e) {
      return false;
    }
    cluster
        .client()
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(from.namespace())
        .withName("no-traffic")
        .delete();
    Cluster.until(
        Duration.ofSeconds(30), () -> assertThat(reaches(cluster, from, "open")).isTrue());
    return true;
  }

  private static void asks(Tenant tenant, String name, String url) {
    tenant.applyHook(name, "{type: Http, http: {url: \"%s\", timeout: 2s}}".formatted(url));
  }

  /**
   * Whether the Channel's connectors get to their responder. It has no answer for them either way;
   * why, they say in their logs.
   */
  private static boolean reaches(Cluster cluster, Tenant tenant, String name) {
    List<String> before = complaints(cluster, tenant, name);
    try (Http http = new Http()) {
      var answer = tenant.sender(http, name).sendBinary(Sender.saying("who is there?"));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    }
    assertThat(complaints(cluster, tenant, name)).hasSize(before.size() + 1).containsAll(before);
    return complaints(cluster, tenant, name).stream()
        .filter(it -> !before.contains(it))
        .allMatch(it -> it.contains(" answered "));
  }

  private static List<String> complaints(Cluster cluster, Tenant tenant, String name) {
    return cluster.connectors(tenant.namespace(), name).stream()
        .flatMap(it -> cluster.log(it).stream())
        .filter(it -> it.contains("The responder did not answer"))
        .toList();
  }
}
