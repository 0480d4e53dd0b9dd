package cx.touchpoint.operator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints everything that is kept of a customer. */
@Command(
    name = "export",
    header = "Prints everything that is kept of a customer, as JSON.",
    footer =
        """

        The form is stable:
          {"proved": {"AccountId": "A-4711"},
           "conversations": [{"channel": "care/support-chat", "conversation": "...",
             "began": "...", "active": "...",
             "messages": [{"seq": 1, "time": "...", "author": "Customer",
                           "parts": [{"text": "..."}]}]}]}""",
    mixinStandardHelpOptions = true)
final class HistoryExport implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private CustomerOptions customer = new CustomerOptions();

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (CustomerRecords records = customer.open()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(records.export().orElseThrow(HistoryShow::nobody).toPrettyString());
      out.flush();
      return Exit.FINE;
    }
  }
}
