package cx.touchpoint.connector.http;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a connection or a request takes up of its client's limit, until it is given back. */
final class Place {

  /** That of whom nobody counts. */
  static final Place UNCOUNTED = new Place(null);

  private final AtomicReference<@Nullable Runnable> taken;

  Place(@Nullable Runnable giveBack) {
    this.taken = new AtomicReference<>(giveBack);
  }

  boolean isCounted() {
    return taken.get() != null;
  }

  /** Gives it back; once it was, nothing happens. */
  void giveBack() {
    Runnable giveBack = taken.getAndSet(null);
    if (giveBack != null) {
      giveBack.run();
    }
  }
}
