package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A promise that burns wakes somebody, by a real Prometheus and a real Alertmanager. Windows are
 * shorter than shipped, or it would take an hour.
 */
@ExtendWith(WholeCluster.class)
final class PromisesTest {

  /** The local Prometheus reads every 5 s, and a rate needs four readings of its two minutes. */
  private static final int SPEEDUP = 6;

  private static final String MONITORED =
      "monitoring: {prometheus: {url: \"%s\"}, scrapeInterval: 30s}";

  private static final String TARGET =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: fast, namespace: $NAMESPACE}
      spec:
        channels: {names: [fine, switched, silent]}
        targets: [{name: first-reply, phase: FirstResponse, within: 1s, objective: 95%}]
        alerting: {labels: {team: acceptance}}
      """;

  /** Rules reach Prometheus within seconds; the first figures need a window of traffic. */
  private static final Duration A_WHILE = Duration.ofMinutes(5);

  @Test
  void slowAndSilentRespondersPageForTheirChannelsOnlyAndHealingResolves(Cluster cluster) {
    var operators = new Operators(cluster);
    operators.setVariable("RULES_SPEEDUP", String.valueOf(SPEEDUP));
    try (Tenant tenant = Tenant.open(cluster, "promises");
        SwitchedResponder responder = SwitchedResponder.open(cluster);
        Http http = new Http();
        ScheduledExecutorService customers = Executors.newScheduledThreadPool(6)) {
      Monitoring monitoring = Monitoring.of(cluster, http);
      tenant.applyClass(MONITORED.formatted(Monitoring.INSIDE));
      tenant.applyHook("fine", "{type: Echo}");
      tenant.applyHook("switched", answeredBy(responder.url("/switched")));
      tenant.applyHook("silent", answeredBy(responder.url("/silent")));
      tenant.apply(TARGET);
      for (String hook : List.of("fine", "switched", "silent")) {
        cluster.untilReady(tenant.namespace(), hook);
        Sender sender = tenant.sender(http, hook);
        customers.scheduleAtFixedRate(
            () -> attempt(() -> sender.sendBinary(Sender.saying("Where is my parcel?"))),
            0,
            500,
            TimeUnit.MILLISECONDS);
      }
      Cluster.until(
          A_WHILE,
          () -> assertThat(pages(monitoring, tenant)).as("paged for").containsExactly("silent"));
      Cluster.until(
          A_WHILE,
          () -> {
            assertThat(said(cluster, tenant).getStatus()).isEqualTo("False");
            assertThat(said(cluster, tenant).getMessage()).contains("first-reply of silent");
          });
      assertThat(monitoring.labels(tenant.namespace(), "TouchpointBudgetBurnFast", "silent"))
          .extracting("severity", "team", "slo")
          .containsExactly("critical", "acceptance", "rtt/fast/first-reply");

      responder.delay(2_000);
      Cluster.until(
          A_WHILE,
          () ->
              assertThat(pages(monitoring, tenant))
                  .as("paged for")
                  .containsExactly("silent", "switched"));

      responder.delay(0);
      Cluster.until(
          Duration.ofMinutes(10),
          () -> assertThat(pages(monitoring, tenant)).as("paged for").containsExactly("silent"));
      customers.shutdownNow();
    } finally {
      operators.setVariable("RULES_SPEEDUP", null);
    }
  }

  private static Set<String> pages(Monitoring monitoring, Tenant tenant) {
    return monitoring.alerting(tenant.namespace(), "TouchpointBudgetBurnFast");
  }

  private static String answeredBy(String url) {
    return "{type: Http, http: {url: \"%s\", timeout: 3s}}".formatted(url);
  }

  /** A customer who is turned away comes again; what becomes of them is counted by connectors. */
  private static void attempt(Runnable request) {
    try {
      request.run();
    } catch (RuntimeException e) {
      // no answer is what some of them are to get here
    }
  }

  private static Condition said(Cluster cluster, Tenant tenant) {
    PromiseStatus status =
        cluster
            .client()
            .resources(ResponseTimeTarget.class)
            .inNamespace(tenant.namespace())
            .withName("fast")
            .get()
            .getStatus();
    return Objects.requireNonNull(status).conditions().stream()
        .filter(it -> it.getType().equals("TargetsMet"))
        .findFirst()
        .orElseThrow();
  }
}
