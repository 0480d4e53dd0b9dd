package cx.touchpoint.operator.fairness;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of many tenants on few threads. Tenants take turns, whatever each has waiting, and no
 * tenant has all the threads: some are left for whoever comes next. Within a tenant the first that
 * came is the first that runs.
 */
public final class FairExecutor extends AbstractExecutorService {

  private final Supplier<String> tenant;
  private final int threads;
  private final int mostOfOne;
  private final ExecutorService pool;

  /** In the order of their turns. */
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

  private final Map<String, Integer> running = new HashMap<>();
  private int busy;
  private volatile boolean settling;
  private boolean shutdown;

  /**
   * Starts no thread yet.
   *
   * @param threads tasks that run at once
   * @param mostOfOne tasks of one tenant that run at once
   * @param tenant whose task it is that the calling thread submits
   */
  public FairExecutor(int threads, int mostOfOne, Supplier<String> tenant) {
    this.threads = threads;
    this.mostOfOne = mostOfOne;
    this.tenant = tenant;
    pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("reconcile-", 0).factory());
  }

  @Override
  public synchronized void execute(Runnable task) {
    if (settling) {
      return;
    }
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    waiting.computeIfAbsent(tenant.get(), key -> new ArrayDeque<>()).add(task);
    dispatch();
  }

  private synchronized void dispatch() {
    while (busy < threads) {
      String next = next();
      Queue<Runnable> tasks = next == null ? null : waiting.remove(next);
      if (next == null || tasks == null) {
        return;
      }
      Runnable task = tasks.remove();
      if (!tasks.isEmpty()) {
        // To the end of the row.
        waiting.put(next, tasks);
      }
      busy++;
      running.merge(next, 1, Integer::sum);
      pool.execute(() -> run(next, task));
    }
  }

  private @Nullable String next() {
    Iterator<String> inTurn = waiting.keySet().iterator();
    while (inTurn.hasNext()) {
      String candidate = inTurn.next();
      if (running.getOrDefault(candidate, 0) < mostOfOne) {
        return candidate;
      }
    }
    return null;
  }

  private void run(String owner, Runnable task) {
    try {
      task.run();
    } finally {
      done(owner);
    }
  }

  private synchronized void done(String owner) {
    busy--;
    running.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
    if (shutdown) {
      endWhenIdle();
    } else {
      dispatch();
    }
  }

  /**
   * Shuts down and waits until nothing runs. What is submitted from now on is dropped without a
   * word: whoever submits it is about to be stopped too, and need not mind.
   */
  public void settle(Duration atMost) {
    settling = true;
    shutdown();
    try {
      var _ = awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What runs comes to its end; what waits is dropped, the next leader begins with everything. */
  @Override
  public synchronized void shutdown() {
    shutdown = true;
    waiting.clear();
    endWhenIdle();
  }

  private void endWhenIdle() {
    if (busy == 0) {
      pool.shutdown();
    }
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    List<Runnable> dropped = new ArrayList<>();
    waiting.values().forEach(dropped::addAll);
    shutdown = true;
    waiting.clear();
    pool.shutdownNow();
    return dropped;
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return pool.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return pool.awaitTermination(timeout, unit);
  }
}
