package cx.touchpoint.bench.operator;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What counts in an {@link AuditLog} mean for a Channel. */
final class Audited {

  /** What may be asked of one object; lists and watches are per kind. */
  static final List<String> VERBS = List.of("create", "patch", "update", "delete", "get");

  static final String CHILDREN = "children";

  /** What is asked about once for each Channel, if at all. */
  static final List<String> OF_A_CHANNEL = List.of(CHILDREN, "channels/status", "events");

  private static final Set<String> READING = Set.of("get", "list", "watch");

  private static final Set<String> KINDS_OF_CHILDREN =
      Set.of(
          "serviceaccounts",
          "configmaps",
          "services",
          "poddisruptionbudgets",
          "networkpolicies",
          "deployments",
          "ingresses",
          "horizontalpodautoscalers");

  private Audited() {}

  /** Requests with one verb for one resource, or for all kinds of {@link #CHILDREN}. */
  static double count(Map<String, Long> audit, String verb, String resource) {
    if (!resource.equals(CHILDREN)) {
      return audit.getOrDefault(verb + " " + resource, 0L);
    }
    return KINDS_OF_CHILDREN.stream()
        .mapToLong(it -> audit.getOrDefault(verb + " " + it, 0L))
        .sum();
  }

  /** Requests that grow with the number of Channels. */
  static double ofChannels(Map<String, Long> audit) {
    return VERBS.stream()
        .flatMapToDouble(
            verb -> OF_A_CHANNEL.stream().mapToDouble(resource -> count(audit, verb, resource)))
        .sum();
  }

  /** Requests that could have changed something. Renewing a lease tells nobody anything new. */
  static double writes(Map<String, Long> audit) {
    return audit.entrySet().stream()
        .filter(it -> isWrite(it.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Whether a verb and its resource could have changed something. */
  static boolean isWrite(String what) {
    return !READING.contains(what.split(" ")[0])
        && !what.contains("leases")
        && !what.contains("selfsubject");
  }
}
