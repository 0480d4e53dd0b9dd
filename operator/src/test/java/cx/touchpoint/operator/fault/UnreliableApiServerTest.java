package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.operator.chart.Helm;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Channels come and go while the API server does not do well; the end is as it should be. */
@ExtendWith({Helm.class, OwnCluster.class})
final class UnreliableApiServerTest {

  private static final long SEED = 20_261_122;
  private static final List<Integer> FAILURES = List.of(409, 429, 500);
  private static final int IN_A_HUNDRED = 5;

  private interface Trouble {
    void make(Workload workload, FaultyApi api) throws Exception;
  }

  @Test
  void oneRequestInTwentyFails(OwnApiServer server) throws Exception {
    var failed = new AtomicInteger();
    endsWellAfter(
        "failing",
        server,
        (workload, api) -> {
          api.faults(failing(new Random(SEED), failed));
          workload.create();
          workload.awaitSome();
          workload.change();
        });
    assertThat(failed).hasPositiveValue();
  }

  /** Half of the failures are lies: the API server did what it was told. */
  private static Fault.Source failing(Random random, AtomicInteger failed) {
    return (method, path) -> {
      synchronized (random) {
        if (random.nextInt(100) >= IN_A_HUNDRED) {
          return new Fault.None();
        }
        failed.incrementAndGet();
        int status = FAILURES.get(random.nextInt(FAILURES.size()));
        return random.nextBoolean() ? new Fault.Refused(status) : new Fault.Misreported(status);
      }
    };
  }

  @Test
  void watchesEndEveryTwoSeconds(OwnApiServer server) throws Exception {
    endsWellAfter(
        "watches",
        server,
        (workload, api) -> {
          api.watches().endAfter(2_000);
          workload.create();
          // Each of the operator's watches was cut, most of them more than once.
          await().until(() -> api.watches().cut() >= 20);
          workload.change();
        });
  }

  @Test
  void theApiServerIsRestarted(OwnApiServer server) throws Exception {
    endsWellAfter(
        "restarted",
        server,
        (workload, api) -> {
          workload.create();
          workload.awaitSome();
          server.restart();
          workload.change();
        });
  }

  @Test
  void etcdStandsStillForTwentySeconds(OwnApiServer server) throws Exception {
    endsWellAfter(
        "standstill",
        server,
        (workload, api) -> {
          workload.create();
          workload.awaitSome();
          server.pauseEtcd();
          try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            timer.schedule(server::resumeEtcd, 20, TimeUnit.SECONDS).get();
          }
          workload.change();
        });
  }

  private static void endsWellAfter(String name, OwnApiServer server, Trouble trouble)
      throws Exception {
    try (var api = new FaultyApi(server);
        var children = Children.watch(server.client())) {
      var workload = new Workload(server, name);
      try (var operator = OperatorPod.restarting(name, api).start()) {
        trouble.make(workload, api);
        workload.awaitEnd();
        assertThat(operator.isAlive()).isTrue();
      }
      workload.assertNothingIsLeftToDo();
      assertThat(children.doubled()).isEmpty();
      assertThat(children.deleted()).isEmpty();
    }
  }
}
