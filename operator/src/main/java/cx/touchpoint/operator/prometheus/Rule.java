package cx.touchpoint.operator.prometheus;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One rule of Prometheus. */
public sealed interface Rule {

  /** What it evaluates. */
  String expression();

  /** Labels of what it gives. */
  Map<String, String> labels();

  /** Records a series under a name of its own. */
  record Recording(String name, String expression, Map<String, String> labels) implements Rule {
    public Recording {
      labels = sorted(labels);
    }
  }

  /**
   * Tells when an expression gives anything.
   *
   * @param pending how long it must have done so; empty tells at once
   */
  record Alerting(
      String name,
      String expression,
      Optional<Span> pending,
      Map<String, String> labels,
      Map<String, String> annotations)
      implements Rule {
    public Alerting {
      labels = sorted(labels);
      annotations = sorted(annotations);
    }
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
