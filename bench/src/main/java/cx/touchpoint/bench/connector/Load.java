package cx.touchpoint.bench.connector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * One round of requests against one server, and what came of it.
 *
 * @param perSecond answers a second over all connections
 * @param cpuMicros the server's processor time per request, in microseconds
 * @param p50 the time that half of the answers took at most, in milliseconds
 * @param p99 the time that 99 of 100 answers took at most, in milliseconds
 */
record Load(double perSecond, double cpuMicros, double p50, double p99) {

  /** Where nobody says how many. */
  private static final int SENDERS = 16;

  /** As fast as it can: each sender, on a connection of its own, sends when it has its answer. */
  static Load closed(ServerProcess server, byte[][] requests) throws Exception {
    return closed(server, requests, SENDERS);
  }

  /** The same from so many senders. */
  static Load closed(ServerProcess server, byte[][] requests, int senders) throws Exception {
    return run(server, requests, senders, 0);
  }

  /**
   * So many a second, whatever the server does: a request that had to wait for the one before it
   * counts from when it was due.
   */
  static Load paced(ServerProcess server, byte[][] requests, int perSecond) throws Exception {
    return paced(server, requests, SENDERS, perSecond);
  }

  /** The same from so many senders. */
  static Load paced(ServerProcess server, byte[][] requests, int senders, int perSecond)
      throws Exception {
    return run(server, requests, senders, 1_000_000_000L / perSecond);
  }

  private static Load run(ServerProcess server, byte[][] requests, int senders, long everyNanos)
      throws Exception {
    var nanos = new long[requests.length];
    double cpu = server.cpuSeconds();
    long begin = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(senders)) {
      List<Callable<Void>> connections = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        int first = i;
        connections.add(
            () -> send(server.port(), requests, nanos, first, senders, begin, everyNanos));
      }
      for (Future<Void> done : threads.invokeAll(connections)) {
        done.get();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double used = server.cpuSeconds() - cpu;
    Arrays.sort(nanos);
    return new Load(
        requests.length / seconds,
        used * 1e6 / requests.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[(int) (nanos.length * 0.99)] / 1e6);
  }

  /** Each sender takes every n-th request, of n senders. */
  private static Void send(
      int port,
      byte[][] requests,
      long[] nanos,
      int first,
      int senders,
      long begin,
      long everyNanos)
      throws Exception {
    try (var connection = new Connection(port)) {
      for (int i = first; i < requests.length; i += senders) {
        long due = begin + i * everyNanos;
        boolean late = everyNanos > 0 && System.nanoTime() > due;
        while (everyNanos > 0 && System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        long from = late ? due : System.nanoTime();
        connection.exchange(requests[i]);
        nanos[i] = System.nanoTime() - from;
      }
    }
    return null;
  }
}
