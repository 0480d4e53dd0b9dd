package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Gate;
import cx.touchpoint.bench.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Channels lie there and a fresh operator makes everything of them; the floor writes the same. Then
 * the operator starts once more and finds nothing to do.
 */
final class Building {

  /** The gate of the ratio to the floor. */
  private static final double SLOWEST = 2.0;

  private final Site site;
  private final int channels;
  private final int objects;
  private final List<Ran> floors = new ArrayList<>();
  private final List<Ran> builds = new ArrayList<>();
  private final List<Ran> restarts = new ArrayList<>();

  /** What one process took: the look when it was done, its largest memory, and the audit log. */
  private record Ran(Look done, double peakMib, double reconciles, Map<String, Long> audit) {

    double startToLastWrite() {
      return Look.seconds(done.started(), done.lastWrite());
    }

    double startToEnd() {
      return Look.seconds(done.started(), done.at());
    }

    double startToFirstReconcile() {
      return Look.seconds(done.started(), done.firstReconcile());
    }

    double audited(String verb, String resource) {
      return Audited.count(audit, verb, resource);
    }
  }

  private Building(Site site, int channels) {
    this.site = site;
    this.channels = channels;
    site.workload().reset(channels);
    var plans = Workload.plans(site.server().client()).values();
    objects = plans.stream().mapToInt(List::size).sum();
  }

  /** Measures, and leaves these Channels complete. */
  static void run(Site site, int channels, int rounds) throws Exception {
    var building = new Building(site, channels);
    building.warmUp();
    for (int round = 1; round <= rounds; round++) {
      building.round(round, rounds);
    }
    building.report();
  }

  /** Uncounted: the API server gets warm, and the floor learns the status. */
  private void warmUp() throws Exception {
    Bench.tell("operator: %d Channels, warming up", channels);
    build();
    site.learnStatus();
    site.workload().reset(channels);
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
        "operator: %d Channels, round %d of %d: floor %.1f s, operator %.1f s, restart %.1f s",
        channels,
        round,
        rounds,
        floors.getLast().done().writing(),
        builds.getLast().done().writing(),
        restarts.getLast().startToEnd());
  }

  private void buildAndRestart() throws Exception {
    site.workload().reset(channels);
    builds.add(build());
    restarts.add(restart());
  }

  private void writeRaw() throws IOException {
    site.workload().reset(channels);
    floors.add(write());
  }

  private Ran build() throws Exception {
    Look done;
    double peak;
    double reconciles;
    Subject operator = site.operator();
    try (operator) {
      done =
          operator.settled(
              look -> look.objects() >= objects && look.statuses() >= channels, Site.LONGEST);
      Look end = operator.counted();
      peak = end.peakMib();
      reconciles = end.reconciles();
    }
    site.workload().verify(channels);
    var ran = new Ran(done, peak, reconciles, site.server().audit().of(operator.agent()));
    if (ran.audited("get", Audited.CHILDREN) > 0 || lost(ran) != 0) {
      site.tellRefusals("building %,d Channels".formatted(channels), operator);
    }
    return ran;
  }

  private Ran write() throws IOException {
    Look done;
    double peak;
    Subject floor = site.rawWriter("");
    try (floor) {
      done = floor.last();
      peak = done.peakMib();
    }
    site.workload().verify(channels);
    return new Ran(done, peak, 0, site.server().audit().of(floor.agent()));
  }

  private Ran restart() throws Exception {
    Subject operator = site.operator();
    Look done;
    double peak;
    try (operator) {
      done = operator.reconciled(channels, Site.LONGEST);
      operator.settled(look -> true, Site.LONGEST);
      peak = operator.look().peakMib();
    }
    var ran = new Ran(done, peak, done.reconciles(), site.server().audit().of(operator.agent()));
    if (Audited.writes(ran.audit()) > 0) {
      site.tellWrites("a restart over %,d Channels".formatted(channels), operator);
    }
    return ran;
  }

  private void report() {
    List<Row> rows = site.rows();
    String size = String.format("%,d: ", channels);
    Row writing = compared(size + "first to last write, s", it -> it.done().writing());
    rows.add(writing);
    rows.add(compared(size + "JVM start to last write, s", Ran::startToLastWrite));
    rows.add(compared(size + "processor time, s", it -> it.done().cpu()));
    rows.add(compared(size + "peak memory, MiB", Ran::peakMib));
    rows.add(
        Row.of(size + "reconciles per Channel", each(builds, it -> it.reconciles() / channels)));
    for (String verb : Audited.VERBS) {
      for (String resource : Audited.OF_A_CHANNEL) {
        if (builds.stream().anyMatch(it -> it.audited(verb, resource) > 0)) {
          rows.add(
              compared(
                  size + "audit log, per Channel: " + verb + " " + resource,
                  it -> it.audited(verb, resource) / channels));
        }
      }
    }
    rows.add(
        Row.of(
            size + "requests the client counts and the audit log lacks", each(builds, this::lost)));
    rows.add(Row.of(size + "restart: writes", each(restarts, Building::writes)));
    rows.add(
        Row.of(
            size + "restart: JVM start to first reconcile, s",
            each(restarts, Ran::startToFirstReconcile)));
    rows.add(
        Row.of(size + "restart: JVM start to last reconcile, s", each(restarts, Ran::startToEnd)));
    rows.add(Row.of(size + "restart: processor time, s", each(restarts, it -> it.done().cpu())));
    rows.add(Row.of(size + "restart: peak memory, MiB", each(restarts, Ran::peakMib)));

    List<Gate> gates = site.gates();
    gates.add(
        new Gate(
            size + "first to last write, ratio",
            SLOWEST,
            Objects.requireNonNull(writing.ratio(), "both wrote").median()));
    gates.add(
        new Gate(
            size + "requests per Channel beyond its children, by the audit log",
            2,
            most(builds, it -> Audited.ofChannels(it.audit()) / channels)
                - (double) objects / channels));
    gates.add(
        new Gate(
            size + "GET requests for children, by the audit log",
            0,
            most(builds, it -> it.audited("get", Audited.CHILDREN))));
    gates.add(
        new Gate(
            size + "writes after a restart, by the audit log",
            0,
            most(restarts, Building::writes)));
    gates.add(
        new Gate(
            size + "writes that client and audit log count differently",
            0,
            most(builds, it -> Math.abs(lost(it)))));
  }

  private static double writes(Ran ran) {
    return Audited.writes(ran.audit());
  }

  private double lost(Ran ran) {
    return ran.done().writes() - Audited.writes(ran.audit());
  }

  private static double most(List<Ran> rounds, ToDoubleFunction<Ran> figure) {
    return rounds.stream().mapToDouble(figure).max().orElseThrow();
  }

  private Row compared(String what, ToDoubleFunction<Ran> figure) {
    return Row.of(what, each(floors, figure), each(builds, figure));
  }

  private static List<Double> each(List<Ran> rounds, ToDoubleFunction<Ran> figure) {
    return rounds.stream().map(figure::applyAsDouble).toList();
  }
}
