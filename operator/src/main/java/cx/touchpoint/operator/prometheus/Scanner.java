package cx.touchpoint.operator.prometheus;

import cx.touchpoint.operator.prometheus.CounterSum.Fault;
import cx.touchpoint.operator.prometheus.Matcher.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads selectors, character by character, by the grammar of PromQL. */
final class Scanner {

  private static final String EXAMPLE = "http_requests_total{code=~\"5..\"}";

  /** Words of PromQL that it takes for no metric's name, in any case of letters. */
  private static final Set<String> WORDS =
      Set.of("atan2", "bool", "group_left", "group_right", "ignoring", "inf", "nan", "on");

  private final String text;
  private int at;

  Scanner(String text) {
    this.text = text;
  }

  /** Reading cannot go on. */
  static final class Stopped extends Exception {

    private static final long serialVersionUID = 1;
    private final transient Fault fault;

    Stopped(int column, String message) {
      super(message, null, false, false);
      fault = new Fault(column, message);
    }

    Fault fault() {
      return fault;
    }
  }

  /** A metric's name, conditions on labels, or both. */
  Selector selector() throws Stopped {
    blanks();
    int begin = at;
    String metric = name(":");
    if (metric != null && WORDS.contains(metric.toLowerCase(Locale.ROOT))) {
      throw stopped(
          begin,
          "'%s' is a word of PromQL; if it is a metric, write {__name__=\"%s\"}"
              .formatted(metric, metric));
    }
    List<Matcher> matchers = takes('{') ? matchers(metric != null) : List.of();
    if (metric == null && matchers.isEmpty()) {
      throw stopped(
          begin, "expected a metric or a selector such as " + EXAMPLE + ", and found " + found());
    }
    blanks();
    if (metric != null && at < text.length() && text.charAt(at) == '(') {
      throw stopped(
          begin,
          "'%s' is used as a function; write the counter alone, such as %s: how it is reckoned over time is added"
              .formatted(metric, EXAMPLE));
    }
    if (at < text.length() && (text.charAt(at) == '[' || text.charAt(at) == '@')) {
      throw stopped(at, "no range or time may stand here: it is added. End after the selector");
    }
    if (metric == null && matchers.stream().noneMatch(Scanner::isName)) {
      // A rate has no name: Prometheus fails where two metrics carry the same labels, as up does.
      throw stopped(
          begin,
          "would choose every metric with these labels: write the counter's name before them");
    }
    return new Selector(metric, matchers);
  }

  /** Whether this character comes next; if so it is passed. */
  boolean takes(char wanted) {
    blanks();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** There must be nothing more. */
  void end() throws Stopped {
    blanks();
    if (found().equals("'offset'")) {
      throw stopped(
          at,
          "no offset may stand here: every counter is of the same time. End after the selector");
    }
    if (at < text.length()) {
      throw stopped(at, "expected '+' and another selector, or the end, and found " + found());
    }
  }

  private List<Matcher> matchers(boolean named) throws Stopped {
    var matchers = new ArrayList<Matcher>();
    while (!takes('}')) {
      blanks();
      String label = name("");
      if (label == null) {
        throw stopped(at, "expected a label's name or '}', and found " + found());
      }
      if (named && label.equals("__name__")) {
        throw stopped(
            at - label.length(), "the metric is named before the braces already: remove __name__");
      }
      matchers.add(matcher(label));
      if (!takes(',') && !(at < text.length() && text.charAt(at) == '}')) {
        throw stopped(at, "expected ',' or '}', and found " + found());
      }
    }
    return matchers;
  }

  private Matcher matcher(String label) throws Stopped {
    blanks();
    Operator operator = operator();
    blanks();
    int begin = at;
    String value = string();
    if (label.equals("__name__") && operator != Operator.EQUAL) {
      throw stopped(begin, "a metric is chosen by its whole name: write __name__=\"name\"");
    }
    if (operator == Operator.MATCHES || operator == Operator.NOT_MATCHES) {
      Optional<String> problem = ValueExpression.problem(value);
      if (problem.isPresent()) {
        throw stopped(begin, problem.get());
      }
    }
    return new Matcher(label, operator, value);
  }

  private Operator operator() throws Stopped {
    for (Operator operator :
        List.of(Operator.MATCHES, Operator.NOT_MATCHES, Operator.NOT_EQUAL, Operator.EQUAL)) {
      if (text.startsWith(operator.text(), at)) {
        at += operator.text().length();
        return operator;
      }
    }
    throw stopped(at, "expected =, !=, =~ or !~, and found " + found());
  }

  private String string() throws Stopped {
    if (at >= text.length() || "\"'`".indexOf(text.charAt(at)) < 0) {
      throw stopped(at, "expected a value in quotes, and found " + found());
    }
    int begin = at;
    char quote = text.charAt(at++);
    var value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (isBroken(text.codePointAt(at))) {
        throw stopped(at, "a broken character (U+FFFD) stands here, which Prometheus refuses");
      }
      char next = text.charAt(at++);
      if (next == '\\' && quote != '`') {
        value.append(escaped(quote));
      } else if (next == '\n' && quote != '`') {
        throw stopped(at - 1, "a value ends on the line it begins on: close the quotes");
      } else {
        value.append(next);
        if (Character.isHighSurrogate(next)) {
          value.append(text.charAt(at++));
        }
      }
    }
    if (at >= text.length()) {
      throw stopped(begin, "this value has no end: close its quotes");
    }
    at++;
    return value.toString();
  }

  /** What stands for bytes that are no text, or half of a pair, which becomes that. */
  private static boolean isBroken(int character) {
    return character == 0xFFFD || Character.getType(character) == Character.SURROGATE;
  }

  private char escaped(char quote) throws Stopped {
    char code = at < text.length() ? text.charAt(at++) : '\0';
    if (code == quote) {
      return code;
    }
    return switch (code) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '\\' -> code;
      default ->
          throw stopped(
              at - (code == '\0' ? 1 : 2),
              "after \\ may stand one of n t r \\ and the quote the value began with. In an expression double it: \\\\d");
    };
  }

  private static boolean isName(Matcher matcher) {
    return matcher.label().equals("__name__") && !matcher.value().isEmpty();
  }

  /** A name of letters, digits, '_' and these; null where none begins. */
  private @Nullable String name(String more) {
    int begin = at;
    while (at < text.length() && isNamed(text.charAt(at), at > begin, more)) {
      at++;
    }
    return at == begin ? null : text.substring(begin, at);
  }

  private static boolean isNamed(char it, boolean inside, String more) {
    return it >= 'a' && it <= 'z'
        || it >= 'A' && it <= 'Z'
        || it == '_'
        || more.indexOf(it) >= 0
        || inside && it >= '0' && it <= '9';
  }

  /** White space, and comments to the end of their line. */
  private void blanks() {
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        while (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0) {
          at++;
        }
      } else if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private String found() {
    if (at >= text.length()) {
      return "the end";
    }
    int begin = at;
    String word = name("");
    at = begin;
    return "'" + (word == null ? Character.toString(text.codePointAt(at)) : word) + "'";
  }

  /** A column counts characters as people do: one outside the basic plane is one. */
  private Stopped stopped(int index, String message) {
    return new Stopped(text.codePointCount(0, Math.min(index, text.length())) + 1, message);
  }
}
