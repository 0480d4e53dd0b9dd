package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import cx.touchpoint.operator.text.Table;
import cx.touchpoint.operator.text.Table.Cell;
import cx.touchpoint.operator.text.Table.Column;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what was given up. */
@Command(
    name = "list",
    header = "Lists messages of a Channel that were given up, without what they say.",
    mixinStandardHelpOptions = true)
final class DeadLettersList implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private ChannelOptions channel = new ChannelOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print. Default: ${DEFAULT-VALUE}.")
  private Form form = Form.text;

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (ConnectorLine line = channel.open()) {
      List<JsonNode> all = GivenUp.all(line);
      PrintWriter out = spec.commandLine().getOut();
      switch (form) {
        case json -> out.println(JsonNodeFactory.instance.arrayNode().addAll(all).toPrettyString());
        case text -> print(all, out);
      }
      out.flush();
      return Exit.FINE;
    }
  }

  private static void print(List<JsonNode> all, PrintWriter out) {
    if (all.isEmpty()) {
      out.println("no message was given up");
      return;
    }
    var table =
        new Table(
            Column.words("NO"),
            Column.words("GIVEN UP"),
            Column.words("REASON"),
            Column.words("CONVERSATION"),
            Column.words("ID"));
    for (JsonNode it : all) {
      table.add(
          Stream.of("no", "time", "reason", "conversation", "id")
              .map(field -> Cell.of(it.path(field).asText()))
              .toArray(Cell[]::new));
    }
    table.lines(false).forEach(out::println);
  }
}
