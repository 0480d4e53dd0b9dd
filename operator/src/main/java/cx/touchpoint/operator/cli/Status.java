package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.overview.Appended;
import cx.touchpoint.operator.overview.Display;
import cx.touchpoint.operator.overview.JsonLines;
import cx.touchpoint.operator.overview.Overview;
import cx.touchpoint.operator.overview.OverviewJson;
import cx.touchpoint.operator.overview.OverviewText;
import cx.touchpoint.operator.overview.Redrawn;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows where the promises on a cluster stand. */
@Command(
    name = "status",
    headerHeading =
        """
        Examples:
          touchpoint status -n care
          touchpoint status -A --watch
          touchpoint status -A --require-kept && ./release.sh

        """,
    header = "Shows where the promises on a cluster stand, worst first.",
    description = {
      "%nReads ResponseTimeTargets, ServiceLevelObjectives and Channels, and prints what their"
          + " statuses say: figures are those of Prometheus, at most some minutes old. Below stands"
          + " what is not ready or cannot be measured.%n",
    },
    footer =
        """

        States, worst first: Down (nothing answers Prometheus), Exhausted (more was
        broken than allowed), Burning (an alert says it will be), NotMeasured, Unknown
        (not said yet), Met, Idle (nobody came). Shares are of the window, rounded down.
        PROMISE is the label slo of metrics and alerts. CHANNEL is - where several are
        taken together.

        Exit codes: 0 fine; 1 the cluster does not tell, or with --require-kept a
        promise is Down, Exhausted or Burning; 2 our failure.

        With -o json standard output is one object (with --watch one on each line,
        whenever anything has changed), and its form is stable:
          {"broken": true, "channels": 3, "promises": [
            {"namespace": "care", "promise": "rtt/answer-fast/first-reply",
             "channel": "support-chat", "state": "Exhausted", "attainment": 91.20,
             "objective": 95, "budgetRemaining": -76.00}],
           "remarks": [{"kind": "Channel", "namespace": "care", "name": "support-sms",
             "condition": "Ready", "status": "False", "reason": "HostTaken",
             "message": "what is wrong"}]}
        Shares are in percent, null where there is none. broken says whether any
        promise is Down, Exhausted or Burning.""",
    mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace to look at. Default: that of the context.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Look at all of them.")
  private boolean everywhere;

  @Option(
      names = {"-w", "--watch"},
      description =
          "Go on looking, until Ctrl-C: a terminal is drawn anew, elsewhere lines are added for"
              + " whatever changes.")
  private boolean watch;

  @Option(
      names = "--require-kept",
      description =
          "Exit with 1 when a promise is Down, Exhausted or Burning, for pipelines that must not go"
              + " on then.")
  private boolean requireKept;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print. Default: ${DEFAULT-VALUE}.")
  private Form form = Form.text;

  @Override
  public Integer call() {
    if (everywhere && namespace != null) {
      throw new UserError("-n and -A contradict each other: leave one of them out");
    }
    if (watch && requireKept) {
      throw new UserError("--watch never ends, so --require-kept would say nothing: leave one out");
    }
    try (Cluster opened = cluster.open()) {
      String where =
          everywhere
              ? ""
              : namespace == null || namespace.isEmpty() ? opened.namespace() : namespace;
      if (watch) {
        watch(opened, where);
        return Exit.FINE;
      }
      Overview overview = opened.overview(where);
      print(overview, where);
      return requireKept && overview.broken() ? Exit.USER : Exit.FINE;
    }
  }

  private void print(Overview overview, String where) {
    PrintWriter out = spec.commandLine().getOut();
    switch (form) {
      case json -> out.println(OverviewJson.of(overview).toPrettyString());
      case text ->
          new OverviewText(Screen.showsColours(), Integer.MAX_VALUE)
              .lines(overview, place(where))
              .forEach(out::println);
    }
    out.flush();
  }

  private void watch(Cluster opened, String where) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Display display =
        form == Form.json
            ? new JsonLines(out, err)
            : Screen.isTerminal()
                ? new Redrawn(out, Screen.showsColours(), place(where), ZoneId.systemDefault())
                : new Appended(out, err);
    new Watching(display, InstantSource.system(), () -> Screen.waited(BETWEEN_LOOKS))
        .watch(() -> opened.overview(where));
  }

  private static String place(String namespace) {
    return namespace.isEmpty() ? "this cluster" : "namespace " + namespace;
  }
}
