package cx.touchpoint.bench.connector;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import cx.touchpoint.bench.Wish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Chats that are open while nobody writes: what each costs a replica. */
public final class SocketsBench {

  private static final int CHATS = 10_000;
  private static final double KIB = 1024;

  /** Longer than the pause between two pings, so that every chat has had one. */
  private static final long IDLE_MILLIS = 30_000;

  private final Setup setup;
  private final List<Held> floors = new ArrayList<>();
  private final List<Held> ours = new ArrayList<>();

  private SocketsBench(Setup setup) {
    this.setup = setup;
  }

  /** One server before and with its chats, MiB. */
  private record Held(double before, double with) {
    double kibOfEach() {
      return (with - before) * KIB / CHATS;
    }
  }

  /** Measures; takes about a minute and a half a round. */
  public static Bench.Measured run(Wish wish) throws Exception {
    try (var setup = Setup.chat()) {
      var bench = new SocketsBench(setup);
      for (int round = 1; round <= wish.rounds(); round++) {
        bench.floors.add(held(ServerProcess.bareSockets(setup)));
        bench.ours.add(held(ServerProcess.connector(setup, "")));
        Bench.tell(
            "sockets: round %d of %d: floor %.1f KiB a chat, connector %.1f",
            round,
            wish.rounds(),
            bench.floors.getLast().kibOfEach(),
            bench.ours.getLast().kibOfEach());
      }
      return new Bench.Measured(
          "%,d open chats in which nobody writes; floor: bare Vert.x with as many WebSockets"
              .formatted(CHATS),
          bench.rows(),
          List.of());
    }
  }

  private static Held held(ServerProcess server) throws IOException, InterruptedException {
    try (server) {
      // The code that opens a chat is loaded once, whatever their number.
      Sockets.open(server, 1).close();
      double before = server.memoryMib();
      try (var sockets = Sockets.open(server, CHATS)) {
        Thread.sleep(IDLE_MILLIS);
        double with = server.memoryMib();
        if (sockets.stillOpen() != CHATS) {
          throw new IllegalStateException(
              "%d of %d chats are open".formatted(sockets.stillOpen(), CHATS));
        }
        return new Held(before, with);
      }
    }
  }

  private List<Row> rows() {
    return List.of(
        Row.of("memory before, MiB", each(floors, Held::before), each(ours, Held::before)),
        Row.of("memory with them, MiB", each(floors, Held::with), each(ours, Held::with)),
        Row.of("memory of each, KiB", each(floors, Held::kibOfEach), each(ours, Held::kibOfEach)));
  }

  private static List<Double> each(List<Held> rounds, ToDoubleFunction<Held> figure) {
    return rounds.stream().map(figure::applyAsDouble).toList();
  }
}
