package cx.touchpoint.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code touchpoint} command; every other command hangs below it. */
@Command(
    name = "touchpoint",
    mixinStandardHelpOptions = true,
    subcommands = {Run.class})
public final class Touchpoint {
  private Touchpoint() {}

  /** Runs a command line and returns its exit code: 0 fine, 1 the user's input, 2 our failure. */
  public static int execute(String... arguments) {
    return new CommandLine(new Touchpoint()).execute(arguments);
  }
}
