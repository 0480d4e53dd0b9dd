package cx.touchpoint.operator;

import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.PromiseSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the operator's pod is told by environment variables.
 *
 * @param namespace {@code OPERATOR_NAMESPACE}: where the operator runs and keeps its lease
 * @param connectorImage {@code CONNECTOR_IMAGE}: the image of connectors whose class names none
 * @param instance {@code POD_NAME}: this process among several
 * @param leaderElection {@code LEADER_ELECTION}: whether to wait for the lease, true unless said
 * @param namespaced what confines the operator to some namespaces; it works in all unless said
 * @param promises what stands in the rules of promises: {@code RUNBOOKS_URL}, where the pages lie
 *     that say what to do, and {@code RULES_SPEEDUP}, 1 unless said, for tests that cannot wait
 * @param managementPort {@code MANAGEMENT_PORT}: where metrics and probes are served, 8080 unless
 *     said; 0 takes any free one
 */
public record OperatorEnvironment(
    String namespace,
    String connectorImage,
    String instance,
    boolean leaderElection,
    Optional<Namespaced> namespaced,
    PromiseSettings promises,
    int managementPort) {

  /**
   * An operator whose rights are Roles of some namespaces.
   *
   * @param namespaces {@code WATCH_NAMESPACES}: where it works, separated by commas
   * @param classes {@code CHANNEL_CLASSES}: the directory with its ChannelClasses, since no Role
   *     can let it read those of the cluster
   */
  public record Namespaced(Set<String> namespaces, Path classes) {
    public Namespaced {
      namespaces = Set.copyOf(namespaces);
    }
  }

  private static final int HIGHEST_PORT = 65535;
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException naming every variable that is missing or wrong
   */
  public static OperatorEnvironment of(Map<String, String> variables) {
    var problems = new ArrayList<String>();
    var environment =
        new OperatorEnvironment(
            required(variables, "OPERATOR_NAMESPACE", problems),
            required(variables, "CONNECTOR_IMAGE", problems),
            variables.getOrDefault("POD_NAME", "operator-" + ProcessHandle.current().pid()),
            flag(variables, "LEADER_ELECTION", problems),
            namespaced(variables, problems),
            promises(variables, problems),
            port(variables, "MANAGEMENT_PORT", problems));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return environment;
  }

  private static String required(Map<String, String> from, String name, List<String> problems) {
    return Optional.ofNullable(from.get(name))
        .filter(it -> !it.isBlank())
        .orElseGet(
            () -> {
              problems.add(name + " is not set (the Helm chart sets it)");
              return "";
            });
  }

  private static Optional<Namespaced> namespaced(Map<String, String> from, List<String> problems) {
    String text = from.getOrDefault("WATCH_NAMESPACES", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>(List.of(text.split(",", -1)));
    if (!names.stream().allMatch(it -> NAMESPACE.matcher(it).matches())) {
      problems.add(
          "WATCH_NAMESPACES is '" + text + "': write names of namespaces separated by commas");
    }
    return Optional.of(new Namespaced(names, Path.of(required(from, "CHANNEL_CLASSES", problems))));
  }

  private static PromiseSettings promises(Map<String, String> from, List<String> problems) {
    String speedup = from.getOrDefault("RULES_SPEEDUP", "1");
    Pace pace = Pace.NORMAL;
    try {
      pace = new Pace(Integer.parseInt(speedup));
    } catch (IllegalArgumentException e) {
      problems.add("RULES_SPEEDUP is '" + speedup + "': write a whole number from 1 to 60");
    }
    return new PromiseSettings(
        pace, Optional.ofNullable(from.get("RUNBOOKS_URL")).filter(it -> !it.isBlank()));
  }

  private static boolean flag(Map<String, String> from, String name, List<String> problems) {
    String text = from.getOrDefault(name, "true");
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(name + " is '" + text + "': write true or false");
    }
    return text.equals("true");
  }

  private static int port(Map<String, String> from, String name, List<String> problems) {
    String text = from.getOrDefault(name, "8080");
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, with the ports that are out of range
    }
    problems.add(name + " is '" + text + "': write a port from 0 to " + HIGHEST_PORT);
    return 0;
  }
}
