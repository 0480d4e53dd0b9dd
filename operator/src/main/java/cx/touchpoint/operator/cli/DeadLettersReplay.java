package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has what was given up tried again. */
@Command(
    name = "replay",
    header = "Has messages of a Channel that were given up tried again.",
    mixinStandardHelpOptions = true)
final class DeadLettersReplay implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private ChannelOptions channel = new ChannelOptions();

  @Parameters(index = "1..*", paramLabel = "NO", description = "Which, as list shows them.")
  private List<String> numbers = new ArrayList<>();

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (all == !numbers.isEmpty()) {
      throw new UserError("say which: numbers as 'list' shows them, or --all");
    }
    try (ConnectorLine line = channel.open()) {
      List<String> wanted =
          all ? GivenUp.all(line).stream().map(it -> it.path("no").asText()).toList() : numbers;
      PrintWriter out = spec.commandLine().getOut();
      int unknown = 0;
      for (String number : wanted) {
        JsonNode question = line.question().put("no", number);
        if (line.ask("dead-letters/replay", question).isEmpty()) {
          spec.commandLine().getErr().println(number + ": there is no such dead letter");
          unknown++;
        }
      }
      out.printf("tried again: %d messages%n", wanted.size() - unknown);
      out.flush();
      return unknown == 0 ? Exit.FINE : Exit.USER;
    }
  }
}
