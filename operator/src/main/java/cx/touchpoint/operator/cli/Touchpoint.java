package cx.touchpoint.operator.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The {@code touchpoint} command; every other command hangs below it. */
@Command(
    name = "touchpoint",
    headerHeading =
        """
        Examples:
          touchpoint validate deploy/
          touchpoint render deploy/ | less
          touchpoint keygen support-chat -n care --type WebChat | kubectl apply -f -
          touchpoint status -A

        """,
    header =
        "Customer-experience channels on Kubernetes: without a cluster, and the operator itself.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "touchpoint COMMAND --help says more about each.",
      "Exit codes: 0 fine, 1 your input, 2 our failure.",
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      Validate.class,
      Render.class,
      Rules.class,
      Status.class,
      Backtest.class,
      Size.class,
      History.class,
      DeadLetters.class,
      Keygen.class,
      Run.class
    })
public final class Touchpoint {
  private Touchpoint() {}

  /** Runs a command line and returns its exit code: 0 fine, 1 the user's input, 2 our failure. */
  public static int execute(String... arguments) {
    try {
      return commandLine().execute(arguments);
    } catch (Error error) {
      // Java itself would end with 1, which says that the input was wrong.
      System.err.println("touchpoint failed, and that is our fault. Please report this:");
      error.printStackTrace();
      return Exit.OURS;
    }
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Touchpoint());
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(Touchpoint::report);
    exitCodes(commandLine);
    return commandLine;
  }

  private static void exitCodes(CommandLine commandLine) {
    CommandSpec spec = commandLine.getCommandSpec();
    spec.exitCodeOnInvalidInput(Exit.USER);
    spec.exitCodeOnExecutionException(Exit.OURS);
    commandLine.getSubcommands().values().forEach(Touchpoint::exitCodes);
  }

  private static int report(Exception exception, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    if (exception instanceof UserError) {
      err.println(name + ": " + exception.getMessage());
      return Exit.USER;
    }
    err.println(name + " failed, and that is our fault. Please report this:");
    exception.printStackTrace(err);
    return Exit.OURS;
  }
}
