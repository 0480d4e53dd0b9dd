package cx.touchpoint.bench.connector;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import cx.touchpoint.bench.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Signed CloudEvents that are in PostgreSQL before they are acknowledged. */
public final class KeepingBench {

  private static final int REQUESTS = 20_000;
  private static final int WARM_UPS = 2;
  private static final int SECONDS_AT_HALF = 5;
  private static final int TURNS = 5_000;

  /**
   * As many as it takes to have either server at its most: of few, those who wait for the disk
   * leave the processors idle.
   */
  private static final int MANY = 64;

  private final Setup setup;
  private final Setup surge;
  private final List<Load> bareFast = new ArrayList<>();
  private final List<Load> fast = new ArrayList<>();
  private final List<Load> bareOfFew = new ArrayList<>();
  private final List<Load> ofFew = new ArrayList<>();
  private final List<Load> bareHalf = new ArrayList<>();
  private final List<Load> half = new ArrayList<>();
  private final List<Load> camelFast = new ArrayList<>();
  private final List<Load> camelHalf = new ArrayList<>();
  private final List<Load> answered = new ArrayList<>();
  private final List<Load> answeredHalf = new ArrayList<>();
  private final List<Load> turns = new ArrayList<>();
  private final List<Double> memory = new ArrayList<>();

  private KeepingBench(Setup setup, Setup surge) {
    this.setup = setup;
    this.surge = surge;
  }

  /** Measures; takes about a minute a round. */
  public static Bench.Measured run(Wish wish) throws Exception {
    try (var postgres = Postgres.start();
        var nobody = Silence.listening();
        var setup = Setup.keeping(postgres.uri());
        var surge = Setup.unanswered(postgres.uri(), nobody.url());
        var floor = ServerProcess.inserting(setup, postgres.jdbc());
        var camel = ServerProcess.camel(setup, postgres.jdbc());
        var connector = ServerProcess.connector(setup, "");
        var surging = ServerProcess.connector(surge, "")) {
      var bench = new KeepingBench(setup, surge);
      bench.loads(floor, camel, connector, surging, wish.rounds());
      return new Bench.Measured(
          "a signed CloudEvent kept in PostgreSQL and acknowledged by a Webhook channel of which all turns are taken; floor: bare Vert.x inserts one row for the same request and answers 202",
          bench.rows(),
          List.of());
    }
  }

  private void loads(
      ServerProcess floor,
      ServerProcess camel,
      ServerProcess connector,
      ServerProcess surging,
      int rounds)
      throws Exception {
    var events = SignedEvents.ofSendersWhoDoNotWait(setup.key());
    var surge = SignedEvents.ofSendersWhoDoNotWait(this.surge.key());
    var waited = new SignedEvents(setup.key());
    Bench.tell("keeping: warming up");
    for (int i = 0; i < WARM_UPS; i++) {
      Load.closed(floor, events.make(REQUESTS), MANY);
      Load.closed(camel, events.make(REQUESTS), MANY);
      Load.closed(surging, surge.make(REQUESTS), MANY);
      Load.closed(connector, events.make(REQUESTS), MANY);
    }
    awaitQueue(connector, waited);
    Load.closed(connector, waited.make(TURNS), MANY);
    for (int round = 1; round <= rounds; round++) {
      bareFast.add(Load.closed(floor, events.make(REQUESTS), MANY));
      camelFast.add(Load.closed(camel, events.make(REQUESTS), MANY));
      fast.add(Load.closed(surging, surge.make(REQUESTS), MANY));
      bareOfFew.add(Load.closed(floor, events.make(REQUESTS)));
      ofFew.add(Load.closed(surging, surge.make(REQUESTS)));
      // Half of what the slower of both takes, so that both are asked the same.
      int pace = (int) Math.min(fast.getLast().perSecond(), bareFast.getLast().perSecond()) / 2;
      bareHalf.add(Load.paced(floor, events.make(pace * SECONDS_AT_HALF), MANY, pace));
      camelHalf.add(Load.paced(camel, events.make(pace * SECONDS_AT_HALF), MANY, pace));
      half.add(Load.paced(surging, surge.make(pace * SECONDS_AT_HALF), MANY, pace));
      answered.add(Load.closed(connector, events.make(REQUESTS), MANY));
      awaitQueue(connector, waited);
      turns.add(Load.closed(connector, waited.make(TURNS), MANY));
      int turnPace = (int) turns.getLast().perSecond() / 2;
      answeredHalf.add(
          Load.paced(connector, waited.make(turnPace * SECONDS_AT_HALF), MANY, turnPace));
      memory.add(connector.memoryMib());
      Bench.tell(
          "keeping: round %d of %d: floor %.0f/s, Camel %.0f/s, connector %.0f/s, while answering %.0f/s, turns %.0f/s",
          round,
          rounds,
          bareFast.getLast().perSecond(),
          camelFast.getLast().perSecond(),
          fast.getLast().perSecond(),
          answered.getLast().perSecond(),
          turns.getLast().perSecond());
    }
  }

  /** A sender who waits has the answer when the queue before it is empty. */
  private static void awaitQueue(ServerProcess connector, SignedEvents waited) throws Exception {
    Load.closed(connector, waited.make(1), 1);
  }

  private List<Row> rows() {
    return List.of(
        load("full speed: acknowledged per second", bareFast, fast, Load::perSecond),
        load("full speed: server processor time, us", bareFast, fast, Load::cpuMicros),
        load("full speed: p50, ms", bareFast, fast, Load::p50),
        load("full speed: p99, ms", bareFast, fast, Load::p99),
        load("16 senders, full speed: acknowledged per second", bareOfFew, ofFew, Load::perSecond),
        load("16 senders, full speed: p50, ms", bareOfFew, ofFew, Load::p50),
        load("at half of that: p50, ms", bareHalf, half, Load::p50),
        load("at half of that: p99, ms", bareHalf, half, Load::p99),
        load("beside Camel, full speed: acknowledged per second", camelFast, fast, Load::perSecond),
        load(
            "beside Camel, full speed: server processor time, us",
            camelFast,
            fast,
            Load::cpuMicros),
        load("beside Camel, full speed: p99, ms", camelFast, fast, Load::p99),
        load("beside Camel, at half of that: p99, ms", camelHalf, half, Load::p99),
        load(
            "while answering, full speed: acknowledged per second",
            bareFast,
            answered,
            Load::perSecond),
        Row.of("while answering, full speed: p99, ms", each(answered, Load::p99)),
        Row.of("turns end to end per second", each(turns, Load::perSecond)),
        Row.of("turns end to end: p50, ms", each(turns, Load::p50)),
        Row.of("turns end to end: p99, ms", each(turns, Load::p99)),
        Row.of("turns end to end, at half of that: p50, ms", each(answeredHalf, Load::p50)),
        Row.of("turns end to end, at half of that: p99, ms", each(answeredHalf, Load::p99)),
        Row.of("memory after load, MiB", memory));
  }

  private static Row load(
      String what, List<Load> floor, List<Load> ours, ToDoubleFunction<Load> figure) {
    return Row.of(what, each(floor, figure), each(ours, figure));
  }

  private static List<Double> each(List<Load> rounds, ToDoubleFunction<Load> figure) {
    return rounds.stream().map(figure::applyAsDouble).toList();
  }
}
