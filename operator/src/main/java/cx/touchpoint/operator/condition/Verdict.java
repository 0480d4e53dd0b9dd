package cx.touchpoint.operator.condition;

import io.fabric8.kubernetes.api.model.Condition;

/**
 * What one condition says.
 *
 * @param status whether it holds
 * @param reason one word from a closed list, in CamelCase
 * @param message a sentence a person can act on
 */
public record Verdict(Status status, String reason, String message) {

  /** Kubernetes' three values. */
  public enum Status {
    True,
    False,
    Unknown
  }

  /** In the same words as another, and not as bad or as good. */
  public Verdict(Status status, Verdict other) {
    this(status, other.reason(), other.message());
  }

  /** It holds. */
  public static Verdict yes(String reason, String message) {
    return new Verdict(Status.True, reason, message);
  }

  /** It does not hold. */
  public static Verdict no(String reason, String message) {
    return new Verdict(Status.False, reason, message);
  }

  /** It is not known yet. */
  public static Verdict unknown(String reason, String message) {
    return new Verdict(Status.Unknown, reason, message);
  }

  /** What a condition said when it was written. */
  public static Verdict of(Condition condition) {
    return new Verdict(
        Status.valueOf(condition.getStatus()), condition.getReason(), condition.getMessage());
  }

  /** Whether it holds. */
  public boolean holds() {
    return status == Status.True;
  }

  /** Whether it does not hold; not known is neither. */
  public boolean fails() {
    return status == Status.False;
  }
}
