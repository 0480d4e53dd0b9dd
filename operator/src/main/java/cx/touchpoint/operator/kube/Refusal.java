package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** An object that could not be written, and why, in words for a condition. */
public final class Refusal extends RuntimeException {

  private static final int FIRST_CLIENT_ERROR = 400;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  private final Reason reason;

  /** Why an object could not be written. */
  public enum Reason {
    /** An object of that name exists and belongs to somebody else. */
    NameTaken,
    /** The API server or an admission policy said no; trying again alone will not help. */
    Refused,
    /** The API server could not be reached or was busy; trying again will help. */
    Unavailable
  }

  private Refusal(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  static Refusal taken(HasMetadata object) {
    return new Refusal(
        Reason.NameTaken,
        named(object)
            + " already exists and belongs to something else. Rename it, or replace this Channel by"
            + " one of another name",
        null);
  }

  static Refusal of(HasMetadata object, KubernetesClientException e) {
    int code = e.getCode();
    boolean ours =
        code >= FIRST_CLIENT_ERROR && code < FIRST_SERVER_ERROR && code != TOO_MANY_REQUESTS;
    String said =
        e.getStatus() != null && e.getStatus().getMessage() != null
            ? e.getStatus().getMessage()
            : String.valueOf(e.getMessage());
    return new Refusal(
        ours ? Reason.Refused : Reason.Unavailable,
        "writing " + named(object) + " failed: " + said,
        e);
  }

  private static String named(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
