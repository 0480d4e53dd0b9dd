package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.prometheus.Selector;
import java.util.Map;
import java.util.TreeMap;

/** The series that one promise records, and rules that record them. */
record Recorded(Objective objective) {

  /** A series of this promise and no other. */
  Selector series(String name) {
    return Selector.of(
        name,
        Matcher.equal("namespace", objective.namespace()),
        Matcher.equal("slo", objective.slo()));
  }

  /** A rule that records a series of this promise. */
  Rule rule(String name, String expression) {
    return new Rule.Recording(name, expression, labels());
  }

  /** The same with labels that only inform. */
  Rule rule(String name, String expression, Map<String, String> more) {
    var labels = new TreeMap<>(labels());
    labels.putAll(more);
    return new Rule.Recording(name, expression, labels);
  }

  Map<String, String> labels() {
    return Map.of("namespace", objective.namespace(), "slo", objective.slo());
  }

  /** The name of one of its groups. */
  String group(String part) {
    return "touchpoint." + objective.namespace() + "." + objective.slo() + "." + part;
  }
}
