package cx.touchpoint.api.v1alpha1;

/**
 * The form of counters in a Ratio: PromQL selectors joined by {@code +}. It tells them from
 * expressions and other text; the operator reads them to the letter.
 */
final class Counters {

  private static final String TEXT = "\"([^\"\\\\]|\\\\.)*\"|'([^'\\\\]|\\\\.)*'|`[^`]*`";

  private static final String MATCHERS = "\\{([^{}\"'`]|" + TEXT + ")*\\}";

  private static final String SELECTOR =
      "([a-zA-Z_:][a-zA-Z0-9_:]*\\s*(" + MATCHERS + ")?|" + MATCHERS + ")";

  /** To stand between {@code r'''} and {@code '''} of CEL, where backslashes are themselves. */
  static final String FORM = "^\\s*" + SELECTOR + "(\\s*\\+\\s*" + SELECTOR + ")*\\s*$";

  static final String MESSAGE =
      "must be a PromQL selector of counters, or several joined by +, without functions and ranges,"
          + " for example http_requests_total{code=~\"5..\"}";

  private Counters() {}
}
