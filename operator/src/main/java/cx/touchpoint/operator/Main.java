package cx.touchpoint.operator;

import cx.touchpoint.operator.cli.Touchpoint;

/** Where the touchpoint command and the operator's pod begin. */
public final class Main {
  private Main() {}

  /** Runs the command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Touchpoint.execute(arguments));
  }
}
