package cx.touchpoint.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator's pod is told by environment variables.
 *
 * @param namespace {@code OPERATOR_NAMESPACE}: where the operator runs and keeps its lease
 * @param connectorImage {@code CONNECTOR_IMAGE}: the image of connectors whose class names none
 * @param instance {@code POD_NAME}: this process among several
 * @param leaderElection {@code LEADER_ELECTION}: whether to wait for the lease, true unless said
 * @param managementPort {@code MANAGEMENT_PORT}: where metrics and probes are served, 8080 unless
 *     said; 0 takes any free one
 */
public record OperatorEnvironment(
    String namespace,
    String connectorImage,
    String instance,
    boolean leaderElection,
    int managementPort) {

  private static final int HIGHEST_PORT = 65535;

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
