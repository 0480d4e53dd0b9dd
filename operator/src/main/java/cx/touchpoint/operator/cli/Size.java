package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.operator.capacity.ServiceLevel;
import cx.touchpoint.operator.capacity.ServiceTime;
import cx.touchpoint.operator.capacity.Sizing;
import cx.touchpoint.operator.objective.Share;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells how many replicas a promise takes. */
@Command(
    name = "size",
    headerHeading =
        """
        Examples:
          touchpoint size --per-second 30 --service-time 2s --objective 95%% \\
            --within 10s
          touchpoint size --from-prometheus http://prometheus:9090 \\
            --channel care/support-chat --objective 95%% --within 10s

        """,
    header = "Tells how many replicas a promise takes, and what others would give.",
    description = {
      "%nReckons from the messages that come and the time an answer takes how many turns are in"
          + " progress at once, and how many replicas answer the promised share in time, wait and"
          + " answer together. It is what the operator scales a Channel by.%n",
    },
    footer =
        """

        The model: messages come independently of each other, answers take lognormal
        times, nobody leaves. Shares are rounded down. docs/design/capacity.md has the
        formulas and their sources.

        Exit codes: 0 the promise can be kept; 1 it cannot, or your input; 2 our failure.

        With -o json standard output is one object, and its form is stable:
          {"perSecond": 30.0, "serviceSeconds": 2.0, "variation": 1.0,
           "objective": 95.0, "withinSeconds": 10.0, "offeredLoad": 60.0,
           "slots": 61, "replicas": 4, "attainment": 99.04, "reachable": true,
           "best": 99.05, "perSecondUpTo": 38.3765, "reactionSeconds": 55.0,
           "oneLess": {"replicas": 3, "attainment": 0.00},
           "plot": [{"replicas": 1, "attainment": 0.00}]}
        Shares are in percent; slots is null where no number of them is enough.""",
    mixinStandardHelpOptions = true)
final class Size implements Callable<Integer> {

  private static final double MOST_PER_SECOND = 1e6;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Option(
      names = "--per-second",
      paramLabel = "NUMBER",
      description = "Messages that come per second, at the time it is sized for.")
  private @Nullable Double perSecond;

  @Option(
      names = "--service-time",
      paramLabel = "TIME",
      description = "How long an answer takes by itself on average, for example 800ms.")
  private @Nullable String serviceTime;

  @Option(
      names = "--variation",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description =
          "How much that varies: its standard deviation divided by its mean. Default:"
              + " ${DEFAULT-VALUE}.")
  private double variation = 1;

  @Option(
      names = "--objective",
      paramLabel = "SHARE",
      required = true,
      description = "The share of customers to be answered in time, for example 95%%.")
  private String objective = "";

  @Option(
      names = "--within",
      paramLabel = "TIME",
      required = true,
      description = "The promised longest time until the answer, for example 10s.")
  private String within = "";

  @Option(
      names = "--slots",
      paramLabel = "NUMBER",
      defaultValue = "20",
      description =
          "Turns in progress at once per replica (responder.maxConcurrentTurns). Default:"
              + " ${DEFAULT-VALUE}.")
  private int slots = 20;

  @Option(
      names = "--one-queue",
      description =
          "All replicas answer from one queue, as with a ConversationHistory. Without it each has"
              + " its own.")
  private boolean oneQueue;

  @Option(
      names = "--min",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description = "Replicas that always run. Default: ${DEFAULT-VALUE}.")
  private int least = 2;

  @Option(
      names = "--spare",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Replicas beyond what the load needs. Default: ${DEFAULT-VALUE}.")
  private int spare;

  @Option(
      names = "--startup",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How long a replica takes to start. Default: ${DEFAULT-VALUE}.")
  private String startup = "5s";

  @Option(
      names = "--from-prometheus",
      paramLabel = "URL",
      description =
          "Take the messages and the time an answer takes from a running Channel: what stands"
              + " before /api/v1. Needs --channel; what is also given here counts instead.")
  private @Nullable String prometheus;

  @Option(names = "--channel", paramLabel = "NAMESPACE/NAME", description = "The running Channel.")
  private @Nullable String channel;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      defaultValue = "1d",
      description =
          "How far to look back for its busiest five minutes, 10m to 31d. Default:"
              + " ${DEFAULT-VALUE}.")
  private String window = "1d";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print. Default: ${DEFAULT-VALUE}.")
  private Form form = Form.text;

  @Override
  public Integer call() throws InterruptedException {
    Duration starts = time("--startup", startup, true);
    Sizing sizing = sizing();
    PrintWriter out = spec.commandLine().getOut();
    switch (form) {
      case json -> out.println(SizingJson.of(sizing, starts).toPrettyString());
      case text -> SizingText.lines(sizing, starts).forEach(out::println);
    }
    out.flush();
    return sizing.isReachable() ? Exit.FINE : Exit.USER;
  }

  private Sizing sizing() throws InterruptedException {
    var level = new ServiceLevel(share(), time("--within", within, false));
    check(slots >= 1 && slots <= 10_000, "--slots " + slots + ": write 1 to 10000");
    check(least >= 1 && least <= 1000, "--min " + least + ": write 1 to 1000");
    check(spare >= 0 && spare <= 1000, "--spare " + spare + ": write 0 to 1000");
    check(
        variation >= 0 && variation <= 10,
        "--variation " + variation + ": write a number from 0 to 10, for example 1");
    RunningChannel.Load load = load();
    check(
        load.perSecond() > 0 && load.perSecond() <= MOST_PER_SECOND,
        "--per-second " + load.perSecond() + ": write more than 0 and at most 1000000");
    check(
        load.serviceTime().compareTo(level.within()) < 0,
        "an answer takes %s on average, and %s are promised: no number of replicas makes it faster. Promise a longer time"
            .formatted(SizingText.time(load.serviceTime()), SizingText.time(level.within())));
    try {
      return new Sizing(
          load.perSecond(),
          new ServiceTime(load.serviceTime(), variation),
          level,
          slots,
          oneQueue,
          least,
          spare);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }

  /** As it is given, else as it is measured. */
  private RunningChannel.Load load() throws InterruptedException {
    Double arrivals = perSecond;
    Duration service = serviceTime == null ? null : time("--service-time", serviceTime, false);
    String address = prometheus;
    if (address == null) {
      if (arrivals == null || service == null) {
        throw new UserError(
            "give --per-second and --service-time, or --from-prometheus and --channel to measure"
                + " them");
      }
      return new RunningChannel.Load(arrivals, service);
    }
    if (channel == null) {
      throw new UserError("--from-prometheus needs --channel: write it as namespace/name");
    }
    return RunningChannel.of(channel, window).load(address, arrivals, service);
  }

  private double share() {
    try {
      return Share.parse(objective).value().doubleValue();
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--objective "
              + objective
              + ": write a share of more than 0% and less than 100%, for"
              + " example 95%");
    }
  }

  private static Duration time(String option, String text, boolean mayBeNothing) {
    try {
      Duration time = Durations.parse(text);
      if (time.isPositive() || mayBeNothing) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new UserError(
        option + " " + text + ": write one number and one unit of ms, s, m, h, for example 10s");
  }

  private static void check(boolean well, String otherwise) {
    if (!well) {
      throw new UserError(otherwise);
    }
  }
}
