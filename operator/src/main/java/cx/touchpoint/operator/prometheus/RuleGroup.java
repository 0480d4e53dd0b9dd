package cx.touchpoint.operator.prometheus;

import java.util.List;

/**
 * Rules that are evaluated one after another, each seeing what those before it gave.
 *
 * @param name unique within a file
 * @param interval how often they are evaluated
 */
public record RuleGroup(String name, Span interval, List<Rule> rules) {
  public RuleGroup {
    rules = List.copyOf(rules);
  }
}
