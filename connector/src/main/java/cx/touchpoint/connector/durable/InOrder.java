package cx.touchpoint.connector.durable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Does what may block, one after the other for the same name and side by side for different ones.
 */
final class InOrder {

  private final ConcurrentHashMap<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
  private final Executor executor;

  /**
   * @param executor runs each work on a thread that may block
   */
  InOrder(Executor executor) {
    this.executor = executor;
  }

  /** Does it after everything that was given before under this name. */
  void run(String name, Runnable work) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletableFuture<Void> former = last.put(name, ended);
    Runnable next =
        () -> {
          try {
            work.run();
          } finally {
            last.remove(name, ended);
            ended.complete(null);
          }
        };
    if (former == null) {
      executor.execute(next);
    } else {
      former.thenRunAsync(next, executor);
    }
  }
}
