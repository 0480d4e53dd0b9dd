package cx.touchpoint.connector.durable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Does one after the other what has the same name, and side by side what has different ones. */
final class InOrder {

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final ConcurrentHashMap<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
  private final Executor executor;

  /**
   * @param executor runs what may block
   */
  InOrder(Executor executor) {
    this.executor = executor;
  }

  /** Does what may block, after everything that was given before under this name. */
  void run(String name, Runnable work) {
    begin(name, () -> CompletableFuture.runAsync(work, executor));
  }

  /**
   * Begins what does not block, after everything that was given before under this name has ended:
   * at once and on this thread where nothing has to.
   *
   * @return ends as the work does
   */
  <T> CompletableFuture<T> begin(String name, Supplier<CompletableFuture<T>> work) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletableFuture<Void> former = last.put(name, ended);
    return (former == null ? NOTHING : former)
        .thenComposeAsync(_ -> work.get(), former == null ? Runnable::run : executor)
        .whenComplete(
            (_, _) -> {
              last.remove(name, ended);
              ended.complete(null);
            });
  }
}
