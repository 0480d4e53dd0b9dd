package cx.touchpoint.bench.connector;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import cx.touchpoint.bench.Wish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Signed CloudEvents, acknowledged by the connector and by a server that does nothing else. */
public final class ConnectorBench {

  private static final int REQUESTS = 50_000;
  private static final int WARM_UPS = 2;
  private static final int PACE = 500;
  private static final int PACED_REQUESTS = 4_000;
  private static final long IDLE_MILLIS = 5_000;

  private final Setup setup;
  private final List<Start> bareStarts = new ArrayList<>();
  private final List<Start> starts = new ArrayList<>();
  private final List<Start> cachedStarts = new ArrayList<>();
  private final List<Load> bareFast = new ArrayList<>();
  private final List<Load> fast = new ArrayList<>();
  private final List<Load> barePaced = new ArrayList<>();
  private final List<Load> paced = new ArrayList<>();
  private final List<Double> bareLoaded = new ArrayList<>();
  private final List<Double> loaded = new ArrayList<>();
  private final List<Double> bareAnonymous = new ArrayList<>();
  private final List<Double> anonymous = new ArrayList<>();

  private ConnectorBench(Setup setup) {
    this.setup = setup;
  }

  /** One start: seconds until ready, MiB after a while without work. */
  private record Start(double seconds, double idleMib) {}

  /** Measures starts, then load; takes about a minute a round. */
  public static Bench.Measured run(Wish wish) throws Exception {
    try (var setup = Setup.create()) {
      var bench = new ConnectorBench(setup);
      bench.starts(wish.rounds());
      bench.loads(wish.rounds());
      return new Bench.Measured(
          "a signed CloudEvent acknowledged by a Webhook channel that echoes; floor: bare Vert.x reads the same request and answers 200",
          bench.rows(),
          List.of());
    }
  }

  private void starts(int rounds) throws IOException, InterruptedException {
    Path cache = setup.directory().resolve("start.aot");
    Bench.tell("connector: a trial run for the ahead-of-time cache");
    ServerProcess.connector(setup, "-XX:AOTCacheOutput=" + cache + " -Xlog:aot*=error").close();
    for (int round = 1; round <= rounds; round++) {
      bareStarts.add(idle(ServerProcess.bare(setup)));
      starts.add(idle(ServerProcess.connector(setup, "")));
      cachedStarts.add(
          idle(ServerProcess.connector(setup, "-XX:AOTCache=" + cache + " -Xlog:aot*=error")));
      Bench.tell("connector: started %d of %d times", round, rounds);
    }
  }

  private static Start idle(ServerProcess server) throws IOException, InterruptedException {
    try (server) {
      Thread.sleep(IDLE_MILLIS);
      return new Start(server.startSeconds(), server.memoryMib());
    }
  }

  private void loads(int rounds) throws Exception {
    var events = new SignedEvents(setup.key());
    try (var bare = ServerProcess.bare(setup);
        var connector = ServerProcess.connector(setup, "")) {
      Bench.tell("connector: warming up");
      for (int i = 0; i < WARM_UPS; i++) {
        Load.closed(bare, events.make(REQUESTS));
        Load.closed(connector, events.make(REQUESTS));
      }
      for (int round = 1; round <= rounds; round++) {
        bareFast.add(Load.closed(bare, events.make(REQUESTS)));
        fast.add(Load.closed(connector, events.make(REQUESTS)));
        barePaced.add(Load.paced(bare, events.make(PACED_REQUESTS), PACE));
        paced.add(Load.paced(connector, events.make(PACED_REQUESTS), PACE));
        bareLoaded.add(bare.memoryMib());
        loaded.add(connector.memoryMib());
        bareAnonymous.add(bare.anonymousMib());
        anonymous.add(connector.anonymousMib());
        Bench.tell(
            "connector: round %d of %d: floor %.0f/s, connector %.0f/s",
            round, rounds, bareFast.getLast().perSecond(), fast.getLast().perSecond());
      }
    }
  }

  private List<Row> rows() {
    String pace = "at " + PACE + "/s: ";
    return List.of(
        load("full speed: answers per second", bareFast, fast, Load::perSecond),
        load("full speed: server processor time, us", bareFast, fast, Load::cpuMicros),
        load("full speed: p50, ms", bareFast, fast, Load::p50),
        load("full speed: p99, ms", bareFast, fast, Load::p99),
        load(pace + "server processor time, us", barePaced, paced, Load::cpuMicros),
        load(pace + "p50, ms", barePaced, paced, Load::p50),
        load(pace + "p99, ms", barePaced, paced, Load::p99),
        Row.of("memory after load, MiB", bareLoaded, loaded),
        Row.of("memory after load, anonymous, MiB", bareAnonymous, anonymous),
        Row.of("memory idle, MiB", each(bareStarts, Start::idleMib), each(starts, Start::idleMib)),
        Row.of("start to ready, s", each(bareStarts, Start::seconds), each(starts, Start::seconds)),
        Row.of("ahead-of-time cache: memory idle, MiB", each(cachedStarts, Start::idleMib)),
        Row.of("ahead-of-time cache: start to ready, s", each(cachedStarts, Start::seconds)));
  }

  private static Row load(
      String what, List<Load> floor, List<Load> ours, ToDoubleFunction<Load> figure) {
    return Row.of(what, each(floor, figure), each(ours, figure));
  }

  private static <T> List<Double> each(List<T> rounds, ToDoubleFunction<T> figure) {
    return rounds.stream().map(figure::applyAsDouble).toList();
  }
}
