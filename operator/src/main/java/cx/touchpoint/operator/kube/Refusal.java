package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object that could not be written or deleted, and why, in words for a condition. */
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
    /**
     * The API server could not be reached, was busy or knew better, or something is still being
     * deleted; trying again will help.
     */
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

  /**
   * Whether the namespace is being deleted: what is missing there stays missing, and rightly so.
   */
  public boolean isOfEndingNamespace() {
    return getCause() instanceof KubernetesClientException e && isOfEndingNamespace(e);
  }

  static Refusal taken(HasMetadata object) {
    return new Refusal(
        Reason.NameTaken,
        named(object)
            + " already exists and belongs to something else. Rename it, or replace this Channel by"
            + " one of another name",
        null);
  }

  static Refusal left(HasMetadata object, HasMetadata owner) {
    return new Refusal(
        Reason.Unavailable,
        "%s belongs to a former %s of this name, which was deleted, and has not been deleted with it yet"
            .formatted(named(object), owner.getKind()),
        null);
  }

  /**
   * What the API server's answer means.
   *
   * @param doing what was tried, for example {@code writing}
   */
  public static Refusal of(String doing, HasMetadata object, KubernetesClientException e) {
    String said =
        e.getStatus() != null && e.getStatus().getMessage() != null
            ? e.getStatus().getMessage()
            : String.valueOf(e.getMessage());
    return new Refusal(
        isPassing(e) ? Reason.Unavailable : Reason.Refused,
        doing + " " + named(object) + " failed: " + said,
        e);
  }

  /** The API server is busy, or we looked at an object that has changed since. */
  private static boolean isPassing(KubernetesClientException e) {
    int code = e.getCode();
    return code < FIRST_CLIENT_ERROR
        || code >= FIRST_SERVER_ERROR
        || code == TOO_MANY_REQUESTS
        || code == HttpURLConnection.HTTP_CONFLICT
        || isOfAnotherObject(e);
  }

  /** How an apply is refused whose object was deleted and made anew since we saw it. */
  private static boolean isOfAnotherObject(KubernetesClientException e) {
    return causes(e).stream().anyMatch(it -> "metadata.uid".equals(it.getField()));
  }

  /** How anything new is refused where a namespace is being deleted. */
  static boolean isOfEndingNamespace(KubernetesClientException e) {
    return causes(e).stream().anyMatch(it -> "NamespaceTerminating".equals(it.getReason()));
  }

  private static List<StatusCause> causes(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getDetails() == null
        ? List.of()
        : e.getStatus().getDetails().getCauses();
  }

  private static String named(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
