package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Gate;
import cx.touchpoint.bench.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Objectives lie there and a fresh operator writes their rules and statuses; the floor writes the
 * same. Then the operator starts once more and finds nothing to do.
 */
final class Promising {

  /** The gate of the ratio to the floor. */
  private static final double SLOWEST = 2.0;

  private final Site site;
  private final int number;
  private final Path status;
  private final List<Ran> floors = new ArrayList<>();
  private final List<Ran> builds = new ArrayList<>();
  private final List<Ran> restarts = new ArrayList<>();

  /** What one process took: the look when it was done, and the audit log. */
  private record Ran(Look done, Map<String, Long> audit) {

    double startToLastWrite() {
      return Look.seconds(done.started(), done.lastWrite());
    }

    double writes() {
      return Audited.writes(audit);
    }
  }

  private Promising(Site site, int number, Path status) {
    this.site = site;
    this.number = number;
    this.status = status;
  }

  /** Measures, and leaves no objective. */
  static void run(Site site, int number, int rounds) throws Exception {
    site.have(Objectives.CHANNELS);
    Path status = Files.createTempFile("touchpoint-bench", ".json");
    try {
      var promising = new Promising(site, number, status);
      promising.warmUp();
      for (int round = 1; round <= rounds; round++) {
        promising.round(round, rounds);
      }
      promising.report();
    } finally {
      Objectives.remove(site.server().client());
      Files.delete(status);
    }
  }

  /** Uncounted: the API server gets warm, and the floor learns the status. */
  private void warmUp() throws Exception {
    Bench.tell("operator: %d objectives, warming up", number);
    Objectives.reset(site.server().client(), number);
    build();
    RawObjectives.learnStatus(Objectives.all(site.server().client()).getFirst(), status);
    Objectives.reset(site.server().client(), number);
    write();
  }

  /** Who comes first changes from round to round. */
  private void round(int round, int rounds) throws Exception {
    if (round % 2 == rounds % 2) {
      writeRaw();
      buildAndRestart();
    } else {
      buildAndRestart();
      writeRaw();
    }
    Bench.tell(
        "operator: %d objectives, round %d of %d: floor %.1f s, operator %.1f s",
        number,
        round,
        rounds,
        floors.getLast().done().writing(),
        builds.getLast().done().writing());
  }

  private void writeRaw() throws IOException {
    Objectives.reset(site.server().client(), number);
    floors.add(write());
  }

  private void buildAndRestart() throws Exception {
    Objectives.reset(site.server().client(), number);
    builds.add(build());
    Subject again = site.operator();
    Look done;
    try (again) {
      again.reconciled(number + Objectives.CHANNELS, Site.LONGEST);
      done = again.settled(look -> true, Site.LONGEST);
    }
    var restart = new Ran(done, site.server().audit().of(again.agent()));
    restarts.add(restart);
    if (restart.writes() > 0) {
      site.tellWrites("a restart over objectives", again);
    }
  }

  private Ran build() throws Exception {
    Subject operator = site.operator();
    Look done;
    try (operator) {
      done =
          operator.settled(
              look -> look.objects() >= number && look.statuses() >= number, Site.LONGEST);
    }
    Objectives.verify(site.server().client(), number);
    return new Ran(done, site.server().audit().of(operator.agent()));
  }

  private Ran write() throws IOException {
    Subject floor = site.rawObjectives(status);
    Look done;
    try (floor) {
      done = floor.last();
    }
    Objectives.verify(site.server().client(), number);
    return new Ran(done, site.server().audit().of(floor.agent()));
  }

  private void report() {
    String size = String.format("%,d objectives: ", number);
    Row writing = compared(size + "first to last write, s", it -> it.done().writing());
    site.rows().add(writing);
    site.rows().add(compared(size + "JVM start to last write, s", Ran::startToLastWrite));
    site.rows().add(compared(size + "processor time, s", it -> it.done().cpu()));
    site.rows().add(compared(size + "peak memory, MiB", it -> it.done().peakMib()));
    site.rows().add(compared(size + "audit log, writes of each", it -> it.writes() / number));
    site.rows().add(Row.of(size + "restart: writes", each(restarts, Ran::writes)));
    site.gates()
        .add(
            new Gate(
                size + "first to last write, ratio",
                SLOWEST,
                Objects.requireNonNull(writing.ratio(), "both wrote").median()));
    // Rules and a status; and the few of its Channels.
    site.gates()
        .add(
            new Gate(
                size + "writes of each, by the audit log",
                2.1,
                most(builds, it -> it.writes() / number)));
    site.gates()
        .add(
            new Gate(
                size + "writes after a restart, by the audit log", 0, most(restarts, Ran::writes)));
  }

  private Row compared(String what, ToDoubleFunction<Ran> figure) {
    return Row.of(what, each(floors, figure), each(builds, figure));
  }

  private static List<Double> each(List<Ran> rounds, ToDoubleFunction<Ran> figure) {
    return rounds.stream().map(figure::applyAsDouble).toList();
  }

  private static double most(List<Ran> rounds, ToDoubleFunction<Ran> figure) {
    return rounds.stream().mapToDouble(figure).max().orElseThrow();
  }
}
