package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.validation.Checked;
import cx.touchpoint.operator.validation.Report;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what Channels and promises become, by the same code as the controllers. */
@Command(
    name = "render",
    headerHeading =
        """
        Examples:
          touchpoint render channel.yaml class.yaml
          touchpoint render deploy/ --served none | kubectl diff -f -

        """,
    header = "Prints what Channels and promises become on a cluster.",
    description = {
      "%nPrints as YAML every object that the operator would make of the Channels, ResponseTimeTargets"
          + " and ServiceLevelObjectives in these files."
          + " The ChannelClass of each, and its ConversationHistory if it names one, must be among"
          + " the files. Invalid files are refused as"
          + " validate does. Owner references are left out, because only a cluster knows the"
          + " Channels' uids.%n",
    },
    mixinStandardHelpOptions = true)
final class Render implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private Checking checking = new Checking();

  @Option(
      names = "--served",
      paramLabel = "API,...",
      defaultValue = "all",
      converter = Served.class,
      description =
          "The optional APIs the cluster has: some of gateway-api, prometheus-operator, keda; or"
              + " all, or none. Default: ${DEFAULT-VALUE}.")
  private Served.Apis served = Served.Apis.NONE;

  @Option(
      names = "--connector-image",
      paramLabel = "IMAGE",
      description = "The image of connectors whose class names none. Default: this release's.")
  private String connectorImage = "touchpoint/connector:" + Version.current();

  @Option(
      names = "--operator-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "touchpoint-system",
      description = "Where the operator runs. Default: ${DEFAULT-VALUE}.")
  private String operatorNamespace = "touchpoint-system";

  @Override
  public Integer call() {
    var plans = new Plans(new OperatorSettings(operatorNamespace, connectorImage), served.apis());
    Report report = checking.check(plans);
    if (!report.valid()) {
      report.findings().forEach(spec.commandLine().getErr()::println);
      return Exit.USER;
    }
    List<Checked> channels = Plans.channels(report.objects());
    var promises = new PromisePlans(report.objects(), served.apis(), Optional.empty()).all();
    if (channels.isEmpty() && promises.isEmpty()) {
      throw new UserError("no Channel, ResponseTimeTarget or ServiceLevelObjective in these files");
    }
    var rendered = channels.stream().map(it -> render(it, plans, report)).toList();
    PrintWriter out = spec.commandLine().getOut();
    rendered.forEach(out::print);
    out.print(Rules.objects(promises));
    out.flush();
    return Exit.FINE;
  }

  private static String render(Checked channel, Plans plans, Report report) {
    Checked channelClass =
        Plans.classOf(channel, report.objects()).orElseThrow(() -> classless(channel));
    String history = channel.text("/spec/conversationHistoryRef/name");
    if (!history.isEmpty() && Plans.historyOf(channel, report.objects()).isEmpty()) {
      throw new UserError(
          "%s: %s needs ConversationHistory %s of namespace %s: add its file"
              .formatted(channel.document().file(), channel.title(), history, channel.namespace()));
    }
    var text = new StringBuilder();
    for (var object : plans.plan(channel, channelClass, report.objects()).objects()) {
      ObjectNode tree = new JsonMapper().valueToTree(object);
      tree.withObject("/metadata").remove("ownerReferences");
      text.append("---\n# Of ").append(channel.title()).append('\n').append(YamlText.of(tree));
    }
    return text.toString();
  }

  private static UserError classless(Checked channel) {
    String name = channel.text("/spec/classRef/name");
    return new UserError(
        channel.document().file()
            + ": "
            + channel.title()
            + (name.isEmpty()
                ? " names no ChannelClass and these files have no single default one: add its file"
                : " needs ChannelClass " + name + ": add its file"));
  }
}
