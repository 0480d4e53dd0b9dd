package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a response-time target promises is kept by the replicas it asks for, all the way: customers
 * who triple, connectors that count them, Prometheus, KEDA, the HorizontalPodAutoscaler, pods. It
 * takes half an hour of real time and leaves what it saw in {@code target/scaling}.
 */
@ExtendWith(WholeCluster.class)
@Tag("scaling")
final class ScalingByPromiseTest {

  private static final double CALM = 2;
  private static final double BUSY = 3 * CALM;

  private static final Duration BEFORE = Duration.ofMinutes(4);
  private static final Duration SETTLED = Duration.ofMinutes(2);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration NEXT_WINDOW = Duration.ofSeconds(15);
  private static final Duration BUSY_FOR = SETTLED.plus(WINDOW).plusMinutes(4);
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  /** Longer than an autoscaler stays calm (two minutes) and a new Prometheus is doubted (one). */
  private static final Duration BLIND = Duration.ofMinutes(5);

  private static final Path RESULT = Path.of("target", "scaling");
  private static final String PROMETHEUS = "prometheus";
  private static final String MONITORING = "monitoring";

  private final Cluster cluster;
  private final Program kubectl;
  private final Findings findings = new Findings();

  ScalingByPromiseTest(Cluster cluster) {
    this.cluster = cluster;
    this.kubectl = Program.kubectl(cluster);
  }

  @Test
  void threeTimesAsManyCustomersAreAnsweredInTimeByTheReplicasTheyNeed() {
    assumeTrue(
        cluster.client().getApiGroup("keda.sh") != null,
        "scaling by a promise: there is no KEDA ('./touchpoint up --with keda')");
    assumeTrue(
        cluster.client().apps().deployments().inNamespace(MONITORING).withName(PROMETHEUS).get()
            != null,
        "scaling by a promise: Prometheus is to be stopped, and no Deployment runs it");
    try (Tenant tenant = Tenant.open(cluster, "scaling");
        SwitchedResponder responder = SwitchedResponder.open(cluster);
        Http http = new Http()) {
      PromisedDesk desk = PromisedDesk.open(cluster, tenant, responder);
      try (ScalingSeries series =
              ScalingSeries.begin(cluster, desk.namespace(), PromisedDesk.DEPLOYMENT);
          Arrivals arrivals = Arrivals.begin(desk.sender(http), CALM)) {
        try {
          new Run(desk, series, arrivals, Prometheus.of(cluster, http)).all();
          nothingIsLost(arrivals, responder, series);
        } finally {
          series.write(RESULT.resolve("scaling.tsv"), arrivals, PromisedDesk.WITHIN);
          findings.write(RESULT.resolve("scaling.txt"));
        }
      } finally {
        scale(MONITORING, PROMETHEUS, 1);
      }
    }
  }

  /** One day in half an hour. */
  private final class Run {

    private final PromisedDesk desk;
    private final ScalingSeries series;
    private final Arrivals arrivals;
    private final Prometheus prometheus;

    Run(PromisedDesk desk, ScalingSeries series, Arrivals arrivals, Prometheus prometheus) {
      this.desk = desk;
      this.series = series;
      this.arrivals = arrivals;
      this.prometheus = prometheus;
    }

    void all() {
      Instant begin = series.note("%s per second".formatted(CALM));
      until(begin.plus(BEFORE));
      Instant tripled = series.note("%s per second".formatted(BUSY));
      arrivals.perSecond(BUSY);
      everyWindowIsKept(tripled);
      int turns = ScalingSeries.turns(series.wanted(begin, Instant.now()));
      findings.add("changes of direction until then", turns);
      assertThat(turns).as("changes of direction").isLessThanOrEqualTo(2);
      pods(series.note("rolling restart"), "rolling restart", this::restart);
      pods(series.note("evictions"), "evictions", this::evictAll);
      aPersonIsAnswered();
      Instant blind = whilePrometheusIsStopped();
      customersAreFewAgain(blind);
    }

    private void everyWindowIsKept(Instant tripled) {
      Instant end = tripled.plus(SETTLED).plus(WINDOW);
      double worst = 1;
      double worstCounted = 1;
      int windows = 0;
      for (; !end.isAfter(tripled.plus(BUSY_FOR)); end = end.plus(NEXT_WINDOW)) {
        // Who came last has had the time that was promised.
        until(end.plus(PromisedDesk.WITHIN));
        double counted = counted();
        double seen =
            ScalingSeries.attainment(arrivals.between(end.minus(WINDOW), end), PromisedDesk.WITHIN);
        worst = Math.min(worst, seen);
        worstCounted = Math.min(worstCounted, counted);
        windows++;
        assertThat(List.of(seen, counted))
            .as("in time, by their senders and by Prometheus, until second %d", series.second(end))
            .allMatch(it -> it >= PromisedDesk.OBJECTIVE);
      }
      findings.add(
          "replicas before and after",
          series.wanted(tripled.minusSeconds(1), tripled) + " " + series.wanted());
      findings.add("five-minute windows from 2 minutes after the step", windows);
      findings.percent("the worst of them, by the senders", worst);
      findings.percent("the worst of them, by Prometheus", worstCounted);
    }

    private double counted() {
      JsonNode result = prometheus.ask(desk.attainment(WINDOW), true);
      assertThat(result).as(desk.attainment(WINDOW)).hasSize(1);
      return result.path(0).path("value").path(1).asDouble();
    }

    /** Pods are replaced at the peak; how customers fared meanwhile is told, whatever it is. */
    private void pods(Instant from, String what, Runnable change) {
      change.run();
      Cluster.until(
          Cluster.ROLLOUT, () -> assertThat(desk.isCalm()).as("pods that start or end").isTrue());
      Instant to = Instant.now();
      until(to.plus(PromisedDesk.WITHIN));
      List<Asking> meanwhile = arrivals.between(from, to);
      findings.percent(
          "%s: %d s, in time".formatted(what, Duration.between(from, to).toSeconds()),
          ScalingSeries.attainment(meanwhile, PromisedDesk.WITHIN));
      findings.add(
          what + ": had to come again, of " + meanwhile.size(),
          meanwhile.stream().filter(it -> it.attempts() > 1).count());
    }

    private void restart() {
      String deployment = "deployment/" + PromisedDesk.DEPLOYMENT;
      String namespace = "--namespace=" + desk.namespace();
      kubectl.succeed("rollout", "restart", deployment, namespace);
      kubectl.succeed("rollout", "status", deployment, namespace, "--timeout=5m");
    }

    private void evictAll() {
      for (Pod pod : desk.pods()) {
        Cluster.until(
            Cluster.ROLLOUT,
            () ->
                assertThat(cluster.client().resource(pod).get() == null || cluster.evict(pod))
                    .isTrue());
      }
    }

    private void aPersonIsAnswered() {
      int before = desk.replicas();
      Instant from = series.note("kubectl scale --replicas=" + PromisedDesk.LEAST);
      scale(desk.namespace(), PromisedDesk.DEPLOYMENT, PromisedDesk.LEAST);
      Cluster.until(AT_MOST, () -> assertThat(desk.replicas()).isGreaterThan(PromisedDesk.LEAST));
      findings.add(
          "kubectl scale --replicas=%d of %d: seconds until it is answered"
              .formatted(PromisedDesk.LEAST, before),
          Duration.between(from, Instant.now()).toSeconds());
      assertThat(desk.whoSetReplicas())
          .as("who sets replicas")
          .isNotEmpty()
          .doesNotContain("touchpoint");
      Cluster.until(
          AT_MOST,
          () -> {
            assertThat(desk.replicas()).isGreaterThanOrEqualTo(before - 1);
            assertThat(desk.sizing())
                .startsWith(desk.replicas() + " replicas of ")
                .contains("what arrives needs them");
            assertThat(desk.isCalm()).as("pods that start or end").isTrue();
          });
    }

    /** Customers go meanwhile, and nobody who counts them sees it. */
    private Instant whilePrometheusIsStopped() {
      int before = series.wanted();
      Instant from = series.note("Prometheus stopped");
      scale(MONITORING, PROMETHEUS, 0);
      Cluster.until(AT_MOST, () -> assertThat(desk.said("CapacitySignalLost")).startsWith("True"));
      findings.add(
          "Prometheus stopped: seconds until CapacitySignalLost",
          Duration.between(from, Instant.now()).toSeconds());
      series.note("%s per second".formatted(CALM));
      arrivals.perSecond(CALM);
      until(from.plus(BLIND));
      Instant to = series.note("Prometheus started");
      findings.add(
          "Prometheus stopped: fewest replicas in %d s".formatted(BLIND.toSeconds()),
          series.wanted(from, to).stream().mapToInt(it -> it).min().orElseThrow()
              + " of "
              + before);
      assertThat(series.wanted(from, to)).as("replicas meanwhile").allMatch(it -> it >= before);
      scale(MONITORING, PROMETHEUS, 1);
      return to;
    }

    private void customersAreFewAgain(Instant from) {
      Cluster.until(
          Duration.ofMinutes(8),
          () -> {
            assertThat(series.wanted()).isEqualTo(PromisedDesk.LEAST);
            assertThat(desk.said("CapacitySignalLost")).doesNotStartWith("True");
          });
      findings.add(
          "seconds until the fewest replicas run again",
          Duration.between(from, Instant.now()).toSeconds());
    }
  }

  /** Everyone was answered, once: who sends the same again gets the very same answer. */
  private void nothingIsLost(Arrivals arrivals, SwitchedResponder responder, ScalingSeries series) {
    arrivals.untilAllAreAnswered();
    series.note("everything is sent once more");
    long asked = responder.asked();
    List<Asking> all = arrivals.between(Instant.MIN, Instant.MAX);
    arrivals.comeAgain(all);
    findings.add("messages", all.size());
    findings.add("had to come again", all.stream().filter(it -> it.attempts() > 2).count());
    findings.add("the responder was asked again", responder.askedAgain());
    findings.add("answered twice", all.stream().filter(it -> it.answers().size() != 1).count());
    assertThat(all).allMatch(it -> it.answers().size() == 1);
    assertThat(responder.asked()).as("asked about what was answered").isEqualTo(asked);
  }

  private void scale(String namespace, String deployment, int replicas) {
    kubectl.succeed(
        "scale", "deployment/" + deployment, "--namespace=" + namespace, "--replicas=" + replicas);
  }

  /** Lets the time pass that is measured. */
  private static void until(Instant time) {
    Duration left = Duration.between(Instant.now(), time).plusSeconds(30);
    Cluster.until(left, () -> assertThat(Instant.now()).isAfterOrEqualTo(time));
  }
}
