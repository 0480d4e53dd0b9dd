package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.operator.text.Printable;
import cx.touchpoint.operator.text.Table;
import cx.touchpoint.operator.text.Table.Cell;
import cx.touchpoint.operator.text.Table.Column;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is kept of a customer, not what was said. */
@Command(
    name = "show",
    header = "Says which conversations of a customer are kept, on which channels.",
    mixinStandardHelpOptions = true)
final class HistoryShow implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private CustomerOptions customer = new CustomerOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print. Default: ${DEFAULT-VALUE}.")
  private Form form = Form.text;

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (CustomerRecords records = customer.open()) {
      Optional<JsonNode> person = records.show();
      if (person.isEmpty()) {
        throw HistoryShow.nobody();
      }
      PrintWriter out = spec.commandLine().getOut();
      switch (form) {
        case json -> out.println(person.get().toPrettyString());
        case text -> print(person.get(), out);
      }
      out.flush();
      return Exit.FINE;
    }
  }

  static UserError nobody() {
    return new UserError("nobody goes by this name in this history");
  }

  private static void print(JsonNode person, PrintWriter out) {
    person
        .path("proved")
        .properties()
        .forEach(it -> out.println(it.getKey() + ": " + Printable.of(it.getValue().asText())));
    var table =
        new Table(
            Column.words("CHANNEL"),
            Column.words("CONVERSATION"),
            Column.words("BEGAN"),
            Column.words("LAST ACTIVE"),
            Column.numbers("MESSAGES"));
    for (JsonNode it : person.path("conversations")) {
      table.add(
          Stream.of("channel", "conversation", "began", "active", "messages")
              .map(field -> Cell.of(it.path(field).asText()))
              .toArray(Cell[]::new));
    }
    table.lines(false).forEach(out::println);
  }
}
