package cx.touchpoint.operator.prometheus;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A regular expression that a label's value must match, in RE2's syntax, and whether every
 * Prometheus we support would take it. It is measured before it is compiled: {@code
 * ((a{1000}){1000}){1000}} is short, and compiled it is larger than our memory.
 */
final class ValueExpression {

  /**
   * RE2 in Go refuses nested repetitions of more; ours counts the steps of what is repeated too.
   */
  private static final long MOST_STEPS = 1000;

  private final String text;
  private final Deque<Long> groups = new ArrayDeque<>();
  private int at;

  /** Steps of the group so far, and of the last thing in it, which a repetition would repeat. */
  private long steps;

  private long last;

  private ValueExpression(String text) {
    this.text = text;
  }

  /** What is wrong with an expression and what to write instead; empty when nothing is. */
  static Optional<String> problem(String text) {
    if (text.contains("(?<")) {
      return Optional.of("not every Prometheus knows (?<name>...): write (...)");
    }
    if (new ValueExpression(text).isTooLarge()) {
      return Optional.of(
          "repeats so much that it has more than %d steps: repeat less, or write .*"
              .formatted(MOST_STEPS));
    }
    try {
      Pattern.compile(text);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("is no regular expression (RE2): " + e.getDescription());
    }
  }

  private boolean isTooLarge() {
    while (at < text.length()) {
      char next = text.charAt(at++);
      switch (next) {
        case '(' -> open();
        case ')' -> close();
        case '[' -> skipClass();
        case '\\' -> skipEscape();
        case '{' -> {
          if (repeat() > MOST_STEPS) {
            return true;
          }
        }
        default -> one();
      }
    }
    return false;
  }

  private void one() {
    steps++;
    last = 1;
  }

  private void open() {
    groups.push(steps);
    steps = 0;
    last = 0;
  }

  private void close() {
    last = Math.max(steps, 1);
    steps = last + (groups.isEmpty() ? 0 : groups.pop());
  }

  private void skipClass() {
    at += text.startsWith("^", at) ? 1 : 0;
    // A bracket that comes first is a member, not the end.
    int begin = at;
    while (at < text.length() && (text.charAt(at) != ']' || at == begin)) {
      int named = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
      at = named >= 0 ? named + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
    }
    at++;
    one();
  }

  private void skipEscape() {
    if (text.startsWith("Q", at)) {
      int end = text.indexOf("\\E", at);
      int stop = end < 0 ? text.length() : end;
      steps += stop - at;
      last = 1;
      at = end < 0 ? stop : end + 2;
    } else {
      at++;
      one();
    }
  }

  /** Of {@code {n}}, {@code {n,}} and {@code {n,m}} how many steps they make of the last thing. */
  private long repeat() {
    int end = text.indexOf('}', at);
    String count = end < 0 ? "" : text.substring(at, end);
    if (!count.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
      one();
      return 0;
    }
    at = end + 1;
    long times = 1;
    for (String number : count.split(",")) {
      times = Math.max(times, Long.parseLong(number));
    }
    long repeated = Math.max(last, 1) * times;
    steps += repeated - last;
    last = repeated;
    return repeated;
  }
}
