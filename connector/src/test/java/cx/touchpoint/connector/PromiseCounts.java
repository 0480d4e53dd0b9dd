package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

/** How often the two promises about answers were kept and broken, as Prometheus would read it. */
record PromiseCounts(int firstKept, int firstBroken, int nextKept, int nextBroken) {

  /** Both within ten seconds; who leaves within five has not waited. */
  static Configuration promised(Configuration configuration) {
    return configuration
        .promise("first", "FirstResponse", 10_000, 5_000)
        .promise("next", "NextResponse", 10_000, 5_000);
  }

  static PromiseCounts of(RunningConnector connector) throws Exception {
    Exposition metrics = connector.metrics();
    return new PromiseCounts(
        count(metrics, "FirstResponse", "kept", "first"),
        count(metrics, "FirstResponse", "broken", "first"),
        count(metrics, "NextResponse", "kept", "next"),
        count(metrics, "NextResponse", "broken", "next"));
  }

  /** Waits until they stand like this. */
  void await(RunningConnector connector) {
    Awaitility.await().untilAsserted(() -> assertThat(of(connector)).isEqualTo(this));
  }

  private static int count(Exposition metrics, String phase, String result, String target) {
    return (int)
        metrics.value(
            "touchpoint_promise_total{phase=%s,result=%s,target=%s}"
                .formatted(phase, result, target));
  }
}
