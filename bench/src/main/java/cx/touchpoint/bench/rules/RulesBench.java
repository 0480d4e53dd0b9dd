package cx.touchpoint.bench.rules;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Gate;
import cx.touchpoint.bench.Row;
import cx.touchpoint.bench.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The rules of one promise beside those that Sloth and Pyrra make of it, on the same data. */
public final class RulesBench {

  private static final int PODS = 20;

  /** Of others' samples; ours should not come near. */
  private static final double MOST_SAMPLES = 0.1;

  /** Of the budget, in percent. */
  private static final double LARGEST_ERROR = 0.1;

  /** Pyrra's page reckons so; it records what it reckons with. */
  private static final String PYRRA_LEFT =
      "1 - sum(touchpoint_requests:increase4w{slo=\"taken\",outcome=~\"overloaded|failed\"})"
          + " / sum(touchpoint_requests:increase4w{slo=\"taken\"}) / "
          + Promise.BUDGET;

  private final Traffic traffic;
  private final int rounds;
  private final List<Row> rows = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();

  private RulesBench(int pods, int rounds) {
    traffic = new Traffic(pods);
    this.rounds = rounds;
  }

  /** Writes four weeks of data, then evaluates; takes about five minutes. */
  public static Bench.Measured run(Wish wish) throws Exception {
    int pods = Math.max(1, PODS / wish.divisor());
    var bench = new RulesBench(pods, wish.rounds());
    bench.measure(Programs.provided());
    return new Bench.Measured(
        "99.9 %% of a channel's requests over 28 days, %d pods scraped every 30 s; beside rules of Sloth and Pyrra"
            .formatted(pods),
        "theirs",
        bench.rows,
        bench.gates);
  }

  private void measure(Programs programs) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("touchpoint-bench-rules");
    try {
      var ours =
          new Contender(
              "Touchpoint",
              Promise.ofTouchpoint(),
              "touchpoint:slo:budget_remaining{slo=\"slo/taken\",channel=\"chat\"}");
      var sloth =
          new Contender(
              "Sloth",
              Promise.ofSloth(programs, folder),
              "slo:period_error_budget_remaining:ratio{sloth_slo=\"taken\"}");
      var pyrra = new Contender("Pyrra", Promise.ofPyrra(), PYRRA_LEFT);
      List<Contender> all = List.of(ours, sloth, pyrra);
      write(programs, folder, all);
      try (var prometheus = PrometheusProcess.start(programs.prometheus(), folder)) {
        evaluate(prometheus, all);
        report(prometheus, ours, List.of(sloth, pyrra));
      }
    } finally {
      delete(folder);
    }
  }

  private void write(Programs programs, Path folder, List<Contender> all)
      throws IOException, InterruptedException {
    Path samples = folder.resolve("samples.txt");
    Bench.tell("rules: %,d samples of four weeks", traffic.write(samples));
    var past = new Past(programs, folder);
    past.scraped(samples);
    Files.delete(samples);
    for (Contender one : all) {
      Bench.tell("rules: what those of %s recorded", one.name());
      past.recorded(one.rules());
    }
  }

  /** The first round does not count: in it files are read for the first time. */
  private void evaluate(PrometheusProcess prometheus, List<Contender> all)
      throws IOException, InterruptedException {
    for (int round = 0; round <= rounds; round++) {
      for (Contender one : all) {
        one.measure(prometheus);
        if (round == 0) {
          one.forget();
        }
      }
      Bench.tell("rules: round %d of %d", round, rounds);
    }
  }

  private void report(PrometheusProcess prometheus, Contender ours, List<Contender> others)
      throws IOException, InterruptedException {
    double left = 1 - traffic.badShare() / Promise.BUDGET;
    double error = ours.error(prometheus, left);
    for (Contender other : others) {
      String beside = "beside " + other.name() + ": ";
      rows.add(
          Row.of(
              beside + "rules",
              List.of((double) other.rules().rules().size()),
              List.of((double) ours.rules().rules().size())));
      rows.add(compared(beside + "samples, each rule once", other, ours, Cost::samples));
      Row samples = compared(beside + "samples, per second", other, ours, Cost::samplesPerSecond);
      rows.add(samples);
      rows.add(compared(beside + "evaluation, each rule once, s", other, ours, Cost::seconds));
      rows.add(compared(beside + "evaluation, s in an hour", other, ours, Cost::secondsPerHour));
      rows.add(
          Row.of(
              beside + "error of what is left, % of the budget",
              List.of(other.error(prometheus, left)),
              List.of(error)));
      gates.add(
          new Gate(
              beside + "samples per second, ratio",
              MOST_SAMPLES,
              Objects.requireNonNull(samples.ratio(), "both read").median()));
    }
    rows.add(Row.of("left of the budget in truth, %", List.of(100 * left)));
    gates.add(new Gate("error of what is left, % of the budget", LARGEST_ERROR, error));
  }

  private static Row compared(
      String what, Contender other, Contender ours, ToDoubleFunction<Cost> figure) {
    return Row.of(what, other.each(figure), ours.each(figure));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
