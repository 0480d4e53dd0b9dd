package cx.touchpoint.operator.cli;

/** Something the user gave cannot be worked with; the message says what to give instead. */
final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1;

  UserError(String message) {
    super(message);
  }
}
