package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.validation.Report;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks files without a cluster. */
@Command(
    name = "validate",
    headerHeading =
        """
        Examples:
          touchpoint validate channel.yaml
          touchpoint validate deploy/ classes.yaml
          helm template ./shop | touchpoint validate -

        """,
    header = "Checks files as a cluster would, without one.",
    description = {
      "%nChecks Channels, ChannelClasses, ConversationHistories, ResponseTimeTargets and"
          + " ServiceLevelObjectives: schema and unknown fields, rules, what the files say of each other, and whether the class of each"
          + " Channel can bring it about. Objects of other kinds are counted and skipped.%n",
    },
    footer =
        """

        Errors go to standard error, one per line: FILE:LINE: FIELD: what is wrong.
        A note is about something these files cannot tell, such as a class that the
        cluster may have. Exit codes: 0 no errors, 1 errors, 2 our failure.

        With -o json standard output is one object, and its form is stable:
          {"valid": false, "files": 1, "objects": 1, "skipped": 0, "findings": [
            {"severity": "Error", "file": "channel.yaml", "line": 8,
             "object": "Channel care/support-chat", "field": "spec.host",
             "message": "what is wrong"}]}
        severity is Error or Note; line is 0, and object and field are empty, where
        there is none.""",
    mixinStandardHelpOptions = true)
final class Validate implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private Checking checking = new Checking();

  @Option(
      names = "--strict",
      description = "Notes fail too: for files that are the whole of what a cluster will have.")
  private boolean strict;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to report. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.text;

  @Override
  public Integer call() {
    var anywhere = new Plans(new OperatorSettings("", "unknown"), EnumSet.allOf(OptionalApi.class));
    Report report = checking.check(anywhere);
    PrintWriter out = spec.commandLine().getOut();
    output.print(report, out, spec.commandLine().getErr());
    boolean fine = report.valid() && !(strict && !report.findings().isEmpty());
    return fine ? Exit.FINE : Exit.USER;
  }
}
