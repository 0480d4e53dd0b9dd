package cx.touchpoint.operator.kube;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The labels by which our objects are found again. */
public final class Labels {

  public static final String NAME = "app.kubernetes.io/name";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** On everything a Channel becomes; its value is the Channel's name. */
  public static final String CHANNEL = "touchpoint.cx/channel";

  /** What {@link #NAME} says on everything that belongs to a connector. */
  public static final String CONNECTOR = "touchpoint-connector";

  /** What {@link #NAME} says on the operator's own pods. */
  public static final String OPERATOR = "touchpoint-operator";

  /** What {@link #NAME} says on the rules that a promise becomes. */
  public static final String RULES = "touchpoint-rules";

  /** On everything a ResponseTimeTarget becomes; its value is the target's name. */
  public static final String RESPONSE_TIME_TARGET = "touchpoint.cx/response-time-target";

  /** On everything a ServiceLevelObjective becomes; its value is the objective's name. */
  public static final String SERVICE_LEVEL_OBJECTIVE = "touchpoint.cx/service-level-objective";

  private static final String TOUCHPOINT = "touchpoint";

  private Labels() {}

  /** What selects a Channel's pods; never changes, because a Deployment's selector cannot. */
  public static Map<String, String> selecting(String channel) {
    return sorted(Map.of(NAME, CONNECTOR, CHANNEL, channel));
  }

  /** Every label of what a Channel becomes. */
  public static Map<String, String> of(String channel) {
    return sorted(
        Map.of(NAME, CONNECTOR, INSTANCE, channel, MANAGED_BY, TOUCHPOINT, CHANNEL, channel));
  }

  /**
   * Every label of what a promise becomes.
   *
   * @param kind the label of its kind
   * @param name the promise's own name
   */
  public static Map<String, String> ofPromise(String kind, String name) {
    return sorted(Map.of(NAME, RULES, INSTANCE, name, MANAGED_BY, TOUCHPOINT, kind, name));
  }

  /**
   * The selector of informers: what we made, and nothing else.
   *
   * @param name what {@link #NAME} says on it
   */
  public static String managed(String name) {
    return MANAGED_BY + "=" + TOUCHPOINT + "," + NAME + "=" + name;
  }

  /** Map.of orders its entries differently in every process; a plan must not. */
  private static Map<String, String> sorted(Map<String, String> labels) {
    return Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
