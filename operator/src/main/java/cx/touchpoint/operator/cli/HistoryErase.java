package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases a customer. */
@Command(
    name = "erase",
    header = "Erases a customer: destroys their keys and deletes what was said with them.",
    description = {
      "%nOf every conversation on every channel that is known to be theirs. It cannot be undone."
          + " Backups made before hold the keys until they expire.%n"
    },
    mixinStandardHelpOptions = true)
final class HistoryErase implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private CustomerOptions customer = new CustomerOptions();

  @Option(names = "--yes", description = "Do it. Without it, only what would be erased is said.")
  private boolean sure;

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (CustomerRecords records = customer.open()) {
      PrintWriter out = spec.commandLine().getOut();
      if (sure) {
        JsonNode erased = records.erase().orElseThrow(HistoryShow::nobody);
        out.printf(
            "erased: %d conversations, %d messages%n",
            erased.path("conversations").asInt(), erased.path("messages").asInt());
      } else {
        JsonNode person = records.show().orElseThrow(HistoryShow::nobody);
        out.printf(
            "would erase %d conversations; add --yes to do it%n",
            person.path("conversations").size());
      }
      out.flush();
      return Exit.FINE;
    }
  }
}
