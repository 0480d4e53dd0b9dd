package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.JavaProcess;
import cx.touchpoint.bench.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** 200 Channels: built by the operator, written by the floor, and met again after a restart. */
public final class OperatorBench {

  private static final int CHANNELS = 200;

  private final ApiServer server;
  private final Workload workload;
  private final int objects;
  private final Path statuses;
  private final List<Ran> floors = new ArrayList<>();
  private final List<Ran> builds = new ArrayList<>();
  private final List<Ran> restarts = new ArrayList<>();

  private OperatorBench(ApiServer server, Workload workload, int objects, Path statuses) {
    this.server = server;
    this.workload = workload;
    this.objects = objects;
    this.statuses = statuses;
  }

  /** Starts an API server and measures; takes about half a minute a round. */
  public static Bench.Measured run(int rounds) throws IOException {
    Path statuses = Files.createTempFile("touchpoint-bench", ".json");
    Bench.tell("operator: starting etcd and kube-apiserver");
    try (var server = new ApiServer()) {
      var workload = new Workload(server.client(), CHANNELS);
      workload.reset();
      int objects = Workload.plans(server.client()).values().stream().mapToInt(List::size).sum();
      var bench = new OperatorBench(server, workload, objects, statuses);
      bench.warmUp();
      for (int round = 1; round <= rounds; round++) {
        bench.round(round, rounds);
      }
      return new Bench.Measured(
          "%d Channels of %d objects each, on an API server without controllers; floor: the same objects and statuses written by a program that knows them"
              .formatted(CHANNELS, objects / CHANNELS),
          bench.rows());
    } finally {
      Files.delete(statuses);
    }
  }

  /** Uncounted: the API server gets warm, and the floor learns the statuses. */
  private void warmUp() throws IOException {
    Bench.tell("operator: warming up");
    operator(objects);
    workload.verify();
    new JsonMapper().writeValue(statuses.toFile(), workload.statuses());
    workload.reset();
    floor();
    workload.verify();
  }

  /** Who comes first changes from round to round. */
  private void round(int round, int rounds) throws IOException {
    if (round % 2 == 1) {
      buildAndRestart();
      writeRaw();
    } else {
      writeRaw();
      buildAndRestart();
    }
    Bench.tell(
        "operator: round %d of %d: floor %.1f s, operator %.1f s, restart %.1f s",
        round,
        rounds,
        floors.getLast().writing(),
        builds.getLast().writing(),
        restarts.getLast().startToEnd());
  }

  private void buildAndRestart() throws IOException {
    workload.reset();
    builds.add(operator(objects));
    workload.verify();
    restarts.add(operator(0));
  }

  private void writeRaw() throws IOException {
    workload.reset();
    floors.add(floor());
    workload.verify();
  }

  private Ran operator(int toWrite) throws IOException {
    return run(MeasuredOperator.class, List.of("" + CHANNELS, "" + toWrite));
  }

  private Ran floor() throws IOException {
    return run(RawWriter.class, List.of(statuses.toString()));
  }

  private Ran run(Class<?> program, List<String> arguments) throws IOException {
    String flags = System.getProperty("touchpoint.operator.flags");
    var environment = Map.of("KUBECONFIG", server.kubeconfig().toString(), "LOG_LEVEL", "warn");
    try (var process =
        JavaProcess.start(flags, List.of(program.getName()), arguments, environment)) {
      return Ran.parse(process.line());
    }
  }

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    rows.add(compared("first to last write, s", Ran::writing));
    rows.add(compared("JVM start to last write, s", Ran::startToEnd));
    rows.add(compared("processor time, s", Ran::cpu));
    rows.add(compared("peak memory, MiB", Ran::peakMib));
    rows.add(compared("writes per Channel", it -> (double) it.writes() / CHANNELS));
    var kinds = new TreeSet<String>();
    builds.forEach(it -> kinds.addAll(it.requests().keySet()));
    for (String kind : kinds) {
      rows.add(
          compared(
              "  requests in all: " + kind, it -> (double) it.requests().getOrDefault(kind, 0L)));
    }
    rows.add(Row.of("restart: writes", each(restarts, Ran::writes)));
    rows.add(Row.of("restart: JVM start to last reconcile, s", each(restarts, Ran::startToEnd)));
    rows.add(Row.of("restart: processor time, s", each(restarts, Ran::cpu)));
    rows.add(Row.of("restart: peak memory, MiB", each(restarts, Ran::peakMib)));
    return rows;
  }

  private Row compared(String what, ToDoubleFunction<Ran> figure) {
    return Row.of(what, each(floors, figure), each(builds, figure));
  }

  private static List<Double> each(List<Ran> rounds, ToDoubleFunction<Ran> figure) {
    return rounds.stream().map(figure::applyAsDouble).toList();
  }
}
