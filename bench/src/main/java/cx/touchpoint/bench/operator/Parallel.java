package cx.touchpoint.bench.operator;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does many requests at once: as many as the operator reconciles at once. */
final class Parallel {

  private static final int THREADS = 16;

  private Parallel() {}

  /**
   * Does one thing for each.
   *
   * @throws IllegalStateException with the first failure
   */
  static <T> void each(Collection<T> all, Consumer<T> task) {
    List<Callable<Void>> tasks =
        all.stream()
            .<Callable<Void>>map(
                one ->
                    () -> {
                      task.accept(one);
                      return null;
                    })
            .toList();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
