package cx.touchpoint.operator.validation;

/**
 * Why an API server would refuse an object.
 *
 * @param field the path of the field at fault
 * @param message in the server's own words
 * @param hint what we know beyond the server, empty when nothing
 * @param blocking whether the server leaves the rules unchecked because of it
 */
record Refusal(String field, String message, String hint, boolean blocking) {

  /** A refusal after which an API server does not look at the rules. */
  static Refusal blocking(String field, String message) {
    return new Refusal(field, message, "", true);
  }

  /** A refusal beside which the rules are checked all the same. */
  static Refusal plain(String field, String message) {
    return new Refusal(field, message, "", false);
  }

  String text() {
    return hint.isEmpty() ? message : message + ": " + hint;
  }
}
