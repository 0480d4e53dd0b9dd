package cx.touchpoint.operator.prometheus;

import cx.touchpoint.operator.prometheus.Cursor.Stopped;
import cx.touchpoint.operator.prometheus.Matcher.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads selectors, character by character, by the grammar of PromQL. */
final class Scanner {

  private static final String EXAMPLE = "http_requests_total{code=~\"5..\"}";

  /** Words of PromQL that it takes for no metric's name, in any case of letters. */
  private static final Set<String> WORDS =
      Set.of("atan2", "bool", "group_left", "group_right", "ignoring", "inf", "nan", "on");

  private final Cursor cursor;

  Scanner(String text) {
    cursor = new Cursor(text);
  }

  /** A metric's name, conditions on labels, or both. */
  Selector selector() throws Stopped {
    cursor.blanks();
    int begin = cursor.at();
    String metric = cursor.name(":");
    if (metric != null && WORDS.contains(metric.toLowerCase(Locale.ROOT))) {
      throw cursor.stopped(
          begin,
          "'%s' is a word of PromQL; if it is a metric, write {__name__=\"%s\"}"
              .formatted(metric, metric));
    }
    List<Matcher> matchers = takes('{') ? matchers(metric != null) : List.of();
    if (metric == null && matchers.isEmpty()) {
      throw cursor.stopped(
          begin,
          "expected a metric or a selector such as " + EXAMPLE + ", and found " + cursor.found());
    }
    cursor.blanks();
    if (metric != null && cursor.sees("(")) {
      throw cursor.stopped(
          begin,
          "'%s' is used as a function; write the counter alone, such as %s: how it is reckoned over time is added"
              .formatted(metric, EXAMPLE));
    }
    if (cursor.sees("[@")) {
      throw cursor.stopped(
          cursor.at(), "no range or time may stand here: it is added. End after the selector");
    }
    if (metric == null && matchers.stream().noneMatch(Scanner::isName)) {
      // A rate has no name: Prometheus fails where two metrics carry the same labels, as up does.
      throw cursor.stopped(
          begin,
          "would choose every metric with these labels: write the counter's name before them");
    }
    return new Selector(metric, matchers);
  }

  /** Whether this character comes next; if so it is passed. */
  boolean takes(char wanted) {
    cursor.blanks();
    return cursor.passes(Character.toString(wanted));
  }

  /** There must be nothing more. */
  void end() throws Stopped {
    cursor.blanks();
    if (cursor.found().equals("'offset'")) {
      throw cursor.stopped(
          cursor.at(),
          "no offset may stand here: every counter is of the same time. End after the selector");
    }
    if (!cursor.isAtEnd()) {
      throw cursor.stopped(
          cursor.at(),
          "expected '+' and another selector, or the end, and found " + cursor.found());
    }
  }

  private List<Matcher> matchers(boolean named) throws Stopped {
    var matchers = new ArrayList<Matcher>();
    while (!takes('}')) {
      cursor.blanks();
      String label = cursor.name("");
      if (label == null) {
        throw cursor.stopped(
            cursor.at(), "expected a label's name or '}', and found " + cursor.found());
      }
      if (named && label.equals("__name__")) {
        throw cursor.stopped(
            cursor.at() - label.length(),
            "the metric is named before the braces already: remove __name__");
      }
      matchers.add(matcher(label));
      if (!takes(',') && !cursor.sees("}")) {
        throw cursor.stopped(cursor.at(), "expected ',' or '}', and found " + cursor.found());
      }
    }
    return matchers;
  }

  private Matcher matcher(String label) throws Stopped {
    cursor.blanks();
    Operator operator = operator();
    cursor.blanks();
    int begin = cursor.at();
    String value = cursor.string();
    if (label.equals("__name__") && operator != Operator.EQUAL) {
      throw cursor.stopped(begin, "a metric is chosen by its whole name: write __name__=\"name\"");
    }
    if (operator == Operator.MATCHES || operator == Operator.NOT_MATCHES) {
      Optional<String> problem = ValueExpression.problem(value);
      if (problem.isPresent()) {
        throw cursor.stopped(begin, problem.get());
      }
    }
    return new Matcher(label, operator, value);
  }

  private Operator operator() throws Stopped {
    for (Operator operator :
        List.of(Operator.MATCHES, Operator.NOT_MATCHES, Operator.NOT_EQUAL, Operator.EQUAL)) {
      if (cursor.passes(operator.text())) {
        return operator;
      }
    }
    throw cursor.stopped(cursor.at(), "expected =, !=, =~ or !~, and found " + cursor.found());
  }

  private static boolean isName(Matcher matcher) {
    return matcher.label().equals("__name__") && !matcher.value().isEmpty();
  }
}
