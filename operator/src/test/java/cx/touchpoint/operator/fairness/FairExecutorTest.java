package cx.touchpoint.operator.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class FairExecutorTest {

  private final AtomicReference<String> tenant = new AtomicReference<>("");
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whoHasOneTaskWaitsForOneOfFiveThousand() throws InterruptedException {
    try (ExecutorService executor = new FairExecutor(1, 1, tenant::get)) {
      var open = new CountDownLatch(1);
      var done = new CountDownLatch(5_002);
      submit(executor, "many", () -> await(open), done);
      for (int i = 0; i < 5_000; i++) {
        submit(executor, "many", () -> {}, done);
      }
      submit(executor, "one", () -> {}, done);
      open.countDown();
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ran.indexOf("one")).isLessThanOrEqualTo(2);
    assertThat(ran).hasSize(5_002);
  }

  @Test
  void threeTenantsTakeTurns() throws InterruptedException {
    try (ExecutorService executor = new FairExecutor(1, 1, tenant::get)) {
      var open = new CountDownLatch(1);
      var done = new CountDownLatch(7);
      submit(executor, "first", () -> await(open), done);
      for (String each : List.of("a", "a", "b", "b", "c", "c")) {
        submit(executor, each, () -> {}, done);
      }
      open.countDown();
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ran).containsExactly("first", "a", "b", "c", "a", "b", "c");
  }

  @Test
  void slowTasksOfOneLeaveThreadsForAnother() throws InterruptedException {
    try (ExecutorService executor = new FairExecutor(4, 3, tenant::get)) {
      var open = new CountDownLatch(1);
      var started = new Semaphore(0);
      var running = new AtomicInteger();
      var all = new CountDownLatch(10);
      for (int i = 0; i < 10; i++) {
        submit(
            executor,
            "slow",
            () -> {
              running.incrementAndGet();
              started.release();
              await(open);
            },
            all);
      }
      assertThat(started.tryAcquire(3, 60, TimeUnit.SECONDS)).isTrue();
      var other = new CountDownLatch(1);
      submit(executor, "other", () -> {}, other);
      assertThat(other.await(60, TimeUnit.SECONDS)).as("while all of slow hang").isTrue();
      assertThat(running).hasValue(3);
      open.countDown();
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aTaskThatThrowsGivesItsThreadBack() throws InterruptedException {
    try (ExecutorService executor = new FairExecutor(1, 1, tenant::get)) {
      executor.execute(
          () -> {
            throw new IllegalStateException("thrown on purpose, to end a thread of the pool");
          });
      var done = new CountDownLatch(1);
      submit(executor, "a", () -> {}, done);
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shutDownItEndsWhatRunsAndDropsWhatWaits() throws InterruptedException {
    var executor = new FairExecutor(1, 1, tenant::get);
    var open = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    submit(
        executor,
        "a",
        () -> {
          begun.countDown();
          await(open);
        },
        done);
    submit(executor, "b", () -> {}, new CountDownLatch(1));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    executor.shutdown();
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(executor.isTerminated()).isFalse();
    open.countDown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("a");
  }

  @Test
  void settlingItWaitsForWhatRunsAndDropsTheRestWithoutAWord() throws InterruptedException {
    try (var executor = new FairExecutor(2, 2, tenant::get)) {
      var open = new CountDownLatch(1);
      var begun = new CountDownLatch(2);
      for (int i = 0; i < 2; i++) {
        submit(
            executor,
            "running",
            () -> {
              begun.countDown();
              await(open);
            },
            new CountDownLatch(1));
      }
      submit(executor, "waiting", () -> {}, new CountDownLatch(1));
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      executor.settle(Duration.ofMillis(10));
      assertThat(ran).as("what ran when patience ended").isEmpty();

      open.countDown();
      executor.settle(Duration.ofMinutes(1));
      assertThat(ran).containsExactly("running", "running");
      submit(executor, "late", () -> {}, new CountDownLatch(1));
    }
    assertThat(ran).containsExactly("running", "running");
  }

  private void submit(
      ExecutorService executor, String owner, Runnable task, CountDownLatch finished) {
    tenant.set(owner);
    executor.execute(
        () -> {
          task.run();
          ran.add(owner);
          finished.countDown();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
