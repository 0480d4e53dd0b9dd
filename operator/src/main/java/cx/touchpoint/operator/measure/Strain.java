package cx.touchpoint.operator.measure;

import java.util.Arrays;
import java.util.Optional;

/** What stands between a Channel and the replicas its promises need; each is an alert of ours. */
public enum Strain {
  /** Answers take twice as long as was said, or longer. */
  DownstreamSlow,
  /** More comes than the provider takes. */
  ProviderLimited,
  /** Prometheus does not know all of what comes. */
  CapacitySignalLost;

  private static final String PREFIX = "Touchpoint";

  /** The alert's name. */
  public String alert() {
    return PREFIX + name();
  }

  static Optional<Strain> of(String alert) {
    return Arrays.stream(values()).filter(it -> it.alert().equals(alert)).findFirst();
  }
}
