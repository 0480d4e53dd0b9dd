package cx.touchpoint.connector.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What bodies hold together beyond what nearly every body fits into. A body is read before anybody
 * knows who sends it, so without a bound a hundred strangers could fill the memory; a body that is
 * small is never refused for the sake of others.
 */
public final class LargeBodies {

  /** Up to here a body counts nothing, in bytes: the longest text, and attributes around it. */
  static final int SMALL = 16 * 1024;

  /** In bytes; what is parsed and kept of a body takes a few times its size. */
  static final long MOST = 8L * 1024 * 1024;

  private final AtomicLong held = new AtomicLong();

  /** Room for so many bytes more; false when there is none. */
  boolean take(int bytes) {
    if (held.addAndGet(bytes) <= MOST) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void giveBack(int bytes) {
    held.addAndGet(-bytes);
  }
}
