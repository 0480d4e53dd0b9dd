package cx.touchpoint.operator.measure;

import java.io.IOException;

/**
 * Prometheus gave no answer that can be used. The message is one sentence or two: who was asked,
 * what is wrong and what to do about it.
 */
public final class Unanswered extends IOException {

  private static final long serialVersionUID = 1;

  /** For a reason that a person can act on. */
  public Unanswered(String message) {
    super(message);
  }

  /** For a reason that a person can act on, and what it came from. */
  public Unanswered(String message, Throwable cause) {
    super(message, cause);
  }
}
