package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.operator.backtest.BacktestJson;
import cx.touchpoint.operator.backtest.BacktestText;
import cx.touchpoint.operator.backtest.Score;
import cx.touchpoint.operator.backtest.Slices;
import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.measure.HttpPrometheus;
import cx.touchpoint.operator.measure.PrometheusAddress;
import cx.touchpoint.operator.measure.Unanswered;
import cx.touchpoint.operator.validation.Report;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what promises would have scored. */
@Command(
    name = "backtest",
    headerHeading =
        """
        Examples:
          touchpoint backtest target.yaml --prometheus http://prometheus:9090
          touchpoint backtest deploy/ --prometheus https://metrics.example.com/mimir \\
            --window 7d -o json

        """,
    header = "Tells what promises would have scored over the past.",
    description = {
      "%nAsks Prometheus what connectors have counted, and prints for each promise in these files"
          + " what it would have come to: as it is written, and one or two steps stricter and"
          + " looser. Nothing need be deployed for it: response times are kept as histograms for"
          + " every Channel. Channels are those the files have and, with --kubeconfig or"
          + " --context, those of a cluster; a name is looked for in Prometheus without either.%n",
    },
    footer =
        """

        Shares are rounded against the promise. BUDGET USED is the share of the error
        budget that would be gone; more than 100%% is broken. A time between two that
        are counted gives a range: what was recorded does not tell more.

        What cannot be tried is told on standard error; the rest is printed all the
        same. Exit codes: 0 fine; 1 your input, something cannot be tried, or Prometheus
        does not answer; 2 our failure.

        With -o json standard output is one object, and its form is stable:
          {"from": "2026-10-29T12:00:00Z", "to": "2026-11-26T12:00:00Z", "promises": [
            {"namespace": "care", "promise": "rtt/answer-fast/first-reply",
             "channel": "support-chat", "recorded": 99.10, "steps": [
               {"promised": true, "within": "10s", "objective": 95, "events": 4711,
                "attainmentAtLeast": 96.31, "attainmentAtMost": 96.31,
                "budgetUsedAtLeast": 73.80, "budgetUsedAtMost": 73.80, "met": true}],
             "notes": ["what the figures leave out"]}]}
        recorded is the share of the window of which anything is known. Shares are in
        percent; null where there is none, and met where it is not known.""",
    mixinStandardHelpOptions = true)
final class Backtest implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private Checking checking = new Checking();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description =
          "Whom to ask: what stands before /api/v1, for example http://prometheus:9090. Thanos,"
              + " Mimir and VictoriaMetrics answer too.")
  private String prometheus = "";

  @Mixin private PrometheusLogin login = new PrometheusLogin();

  @Option(
      names = "--window",
      paramLabel = "TIME",
      defaultValue = "28d",
      description = "How far to look back, 1h to 366d. Default: ${DEFAULT-VALUE}.")
  private String window = "28d";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print. Default: ${DEFAULT-VALUE}.")
  private Form form = Form.text;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Slices slices = Slices.of(looksBack(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    var asked = new HttpPrometheus(address(), PATIENCE, login.authorization());
    Report report = checking.check(new Plans(new OperatorSettings("", ""), Set.of()));
    if (!report.valid()) {
      report.findings().forEach(err::println);
      return Exit.USER;
    }
    TriedPromises promises = TriedPromises.of(report.objects(), cluster);
    var tried = promises.all();
    promises.remarks().forEach(err::println);
    if (tried.isEmpty()) {
      throw new UserError(
          "no ResponseTimeTarget or ServiceLevelObjective in these files that can be tried");
    }
    var backtest =
        new cx.touchpoint.operator.backtest.Backtest(
            asked, slices, new ProgressLines(err, InstantSource.system()));
    try {
      print(backtest.scores(tried), slices);
    } catch (Unanswered e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    backtest.warnings().forEach(it -> err.println("Prometheus warns: " + it));
    err.flush();
    return promises.isComplete() ? Exit.FINE : Exit.USER;
  }

  private void print(List<Score> scores, Slices slices) {
    PrintWriter out = spec.commandLine().getOut();
    switch (form) {
      case json -> out.println(BacktestJson.of(scores, slices).toPrettyString());
      case text ->
          new BacktestText(Screen.showsColours(), slices).lines(scores).forEach(out::println);
    }
    out.flush();
  }

  private PrometheusAddress address() {
    try {
      return PrometheusAddress.of(prometheus);
    } catch (IllegalArgumentException e) {
      throw new UserError("--prometheus: " + e.getMessage());
    }
  }

  private Duration looksBack() {
    try {
      Duration time = Durations.parse(window);
      if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      // said below, with the times that are out of range
    }
    throw new UserError("--window " + window + ": write a time from 1h to 366d, for example 28d");
  }
}
