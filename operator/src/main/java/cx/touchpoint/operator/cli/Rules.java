package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.cli.PromisePlans.Planned;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.objective.ObjectiveRules;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.prometheus.RuleFiles;
import cx.touchpoint.operator.validation.Report;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the Prometheus rules of promises, by the same code as the controllers. */
@Command(
    name = "rules",
    headerHeading =
        """
        Examples:
          touchpoint rules target.yaml channels.yaml class.yaml
          touchpoint rules deploy/ > rules.yaml && promtool check rules rules.yaml
          touchpoint rules deploy/ -o prometheusrule | kubectl diff -f -

        """,
    header = "Prints the Prometheus rules that promises become.",
    description = {
      "%nPrints the recording and alerting rules of every ResponseTimeTarget and"
          + " ServiceLevelObjective in these files, for the Channels and by the ChannelClasses that"
          + " are among them. What cannot be measured as it is written is told on standard error;"
          + " the rest is printed all the same, and the exit code is 1.%n",
    },
    mixinStandardHelpOptions = true)
final class Rules implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private Checking checking = new Checking();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "rules",
      description =
          "rules: a rules file of Prometheus. prometheusrule: objects for the Prometheus Operator."
              + " configmap: what the operator writes where there is none. Default:"
              + " ${DEFAULT-VALUE}.")
  private Form form = Form.rules;

  @Option(
      names = "--runbooks",
      paramLabel = "URL",
      description = "Where Touchpoint's runbooks lie, for links in alerts.")
  private @Nullable String runbooks;

  /** The forms of rules. */
  enum Form {
    rules,
    prometheusrule,
    configmap
  }

  @Override
  public Integer call() {
    Report report = checking.check(new Plans(new OperatorSettings("", ""), Set.of()));
    PrintWriter err = spec.commandLine().getErr();
    if (!report.valid()) {
      report.findings().forEach(err::println);
      return Exit.USER;
    }
    Set<OptionalApi> served =
        form == Form.prometheusrule ? Set.of(OptionalApi.PrometheusOperator) : Set.of();
    List<Planned> planned =
        new PromisePlans(report.objects(), served, Optional.ofNullable(runbooks)).all();
    if (planned.isEmpty()) {
      throw new UserError("no ResponseTimeTarget or ServiceLevelObjective in these files");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(form == Form.rules ? file(planned) : objects(planned));
    out.flush();
    return told(planned, err) ? Exit.USER : Exit.FINE;
  }

  private static boolean told(List<Planned> planned, PrintWriter err) {
    planned.forEach(
        it ->
            it.plan()
                .problems()
                .forEach(
                    problem ->
                        err.println(it.promise().error(problem.field(), problem.message()))));
    err.flush();
    return planned.stream().anyMatch(it -> !it.plan().problems().isEmpty());
  }

  private static String file(List<Planned> planned) {
    return RuleFiles.of(
        planned.stream()
            .flatMap(it -> it.plan().objectives().stream())
            .flatMap(it -> ObjectiveRules.of(it, Pace.NORMAL).stream())
            .toList());
  }

  /** As objects of Kubernetes, each under a line that says of what. */
  static String objects(List<Planned> planned) {
    var text = new StringBuilder();
    for (Planned one : planned) {
      for (var object : one.plan().objects()) {
        ObjectNode tree = new JsonMapper().valueToTree(object);
        tree.withObject("/metadata").remove("ownerReferences");
        text.append("---\n# Of ").append(one.promise().title()).append('\n');
        text.append(YamlText.of(tree));
      }
    }
    return text.toString();
  }
}
