package cx.touchpoint.operator.measure;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One promise as metrics call it.
 *
 * @param namespace the namespace of the object that promises
 * @param slo {@code rtt/<object>/<target>} for a target of a ResponseTimeTarget, {@code
 *     slo/<object>} for a ServiceLevelObjective
 */
public record PromiseId(String namespace, String slo) {

  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern NAMESPACE = Pattern.compile(NAME);
  private static final Pattern SLO = Pattern.compile("rtt/" + NAME + "/" + NAME + "|slo/" + NAME);

  /** What two labels name; nothing when they cannot come from rules of ours. */
  static Optional<PromiseId> of(String namespace, String slo) {
    return NAMESPACE.matcher(namespace).matches() && SLO.matcher(slo).matches()
        ? Optional.of(new PromiseId(namespace, slo))
        : Optional.empty();
  }

  /** A target of a ResponseTimeTarget. */
  public static PromiseId ofTarget(String namespace, String object, String target) {
    return new PromiseId(namespace, "rtt/" + object + "/" + target);
  }

  /** A ServiceLevelObjective. */
  public static PromiseId ofObjective(String namespace, String object) {
    return new PromiseId(namespace, "slo/" + object);
  }

  /** Whether it is a target of a ResponseTimeTarget; else it is a ServiceLevelObjective. */
  public boolean isTarget() {
    return slo.startsWith("rtt/");
  }

  /** The name of the object that promises. */
  public String object() {
    return slo.split("/", -1)[1];
  }
}
