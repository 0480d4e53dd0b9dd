package cx.touchpoint.operator.prometheus;

import cx.touchpoint.operator.prometheus.CounterSum.Fault;
import org.jspecify.annotations.Nullable;

/** Goes through a text character by character: the words that PromQL is made of. */
final class Cursor {

  private final String text;
  private int at;

  Cursor(String text) {
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

  /** Where it stands: an index into the text. */
  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /** Whether one of these characters comes next. */
  boolean sees(String any) {
    return !isAtEnd() && any.indexOf(text.charAt(at)) >= 0;
  }

  /** Whether this comes next; if so it is passed. */
  boolean passes(String wanted) {
    boolean comes = text.startsWith(wanted, at);
    at += comes ? wanted.length() : 0;
    return comes;
  }

  /** White space, and comments to the end of their line. */
  void blanks() {
    while (!isAtEnd()) {
      if (text.charAt(at) == '#') {
        while (!isAtEnd() && !sees("\r\n")) {
          at++;
        }
      } else if (sees(" \t\r\n")) {
        at++;
      } else {
        return;
      }
    }
  }

  /** A name of letters, digits, '_' and these; null where none begins. */
  @Nullable String name(String more) {
    int begin = at;
    while (!isAtEnd() && isNamed(text.charAt(at), at > begin, more)) {
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

  /** A value in quotes of any of PromQL's three kinds. */
  String string() throws Stopped {
    if (!sees("\"'`")) {
      throw stopped(at, "expected a value in quotes, and found " + found());
    }
    int begin = at;
    char quote = text.charAt(at++);
    var value = new StringBuilder();
    while (!isAtEnd() && text.charAt(at) != quote) {
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
    if (isAtEnd()) {
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
    char code = isAtEnd() ? '\0' : text.charAt(at++);
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

  /** What comes next, as a message shows it. */
  String found() {
    if (isAtEnd()) {
      return "the end";
    }
    int begin = at;
    String word = name("");
    at = begin;
    return "'" + (word == null ? Character.toString(text.codePointAt(at)) : word) + "'";
  }

  /** A column counts characters as people do: one outside the basic plane is one. */
  Stopped stopped(int index, String message) {
    return new Stopped(text.codePointCount(0, Math.min(index, text.length())) + 1, message);
  }
}
