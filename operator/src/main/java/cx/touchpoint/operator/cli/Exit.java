package cx.touchpoint.operator.cli;

/** What a command's exit code says. */
final class Exit {

  static final int FINE = 0;
  static final int USER = 1;
  static final int OURS = 2;

  private Exit() {}
}
