package cx.touchpoint.operator.objective;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whom to tell, and in which words.
 *
 * @param page the value of the label severity that wakes somebody; empty when nobody is woken
 * @param ticket the value that can wait for the day; empty when there is none
 * @param minimumBadEvents so many must have been let down
 * @param labels further labels
 * @param runbookUrl what to do, for every alert; empty for a page of its own for each
 * @param runbooks where those pages lie; empty when nobody has said
 * @param grafana where the dashboards are; empty when nobody has said
 */
public record Alarms(
    Optional<String> page,
    Optional<String> ticket,
    int minimumBadEvents,
    Map<String, String> labels,
    Optional<String> runbookUrl,
    Optional<String> runbooks,
    Optional<String> grafana) {
  public Alarms {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
