package cx.touchpoint.operator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes a name from a customer. */
@Command(
    name = "unlink",
    header = "Takes a name from a customer, as when it was proved by mistake.",
    description = {
      "%nConversations that only this name held together are persons of their own afterwards. A"
          + " channel that proves the name again links it again.%n"
    },
    mixinStandardHelpOptions = true)
final class HistoryUnlink implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private CustomerOptions customer = new CustomerOptions();

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (CustomerRecords records = customer.open()) {
      if (records.unlink().isEmpty()) {
        throw HistoryShow.nobody();
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println("unlinked");
      out.flush();
      return Exit.FINE;
    }
  }
}
