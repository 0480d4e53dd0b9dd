package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.validation.Report;
import cx.touchpoint.operator.validation.Validator;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that reads Channels and ChannelClasses has in common. */
final class Checking {

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "YAML or JSON files, directories (their .yaml and .yml files), or - for standard input."
              + " Give files that belong together at once: references among them are checked.")
  private List<String> files = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      defaultValue = "default",
      description = "The namespace of objects that name none. Default: ${DEFAULT-VALUE}.")
  private String namespace = "default";

  Report check(Plans plans) {
    Inputs inputs = Inputs.read(files, System.in);
    Report report = new Validator(namespace).validate(inputs.sources()).with(inputs.unreadable());
    return report.with(plans.problems(report.objects()));
  }
}
