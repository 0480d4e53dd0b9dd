package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints everything that is kept of a customer, and writes their files. */
@Command(
    name = "export",
    headerHeading =
        """
        Examples:
          touchpoint history export --email jane@example.com -n care > jane.json
          touchpoint history export --account-id A-4711 -n care \\
            --files jane > jane.json

        """,
    header = "Prints everything that is kept of a customer, as JSON, and writes their files.",
    description = {
      "%nStandard output is the JSON and nothing else. The files that they sent or were sent"
          + " are named in it, and come with --files; without it, standard error says how many there are.%n"
    },
    footer =
        """

        The form is stable:
          {"proved": {"AccountId": "A-4711"},
           "conversations": [{"channel": "care/support-chat", "conversation": "...",
             "began": "...", "active": "...",
             "messages": [{"seq": 1, "time": "...", "author": "Customer",
               "parts": [{"text": "..."},
                         {"file": {"id": "...", "name": "parcel.jpg",
                                   "contentType": "image/jpeg", "size": 81920,
                                   "path": "...-parcel.jpg"}}]}]}]}
        With --files, path says where in the directory each file lies that was written.
        A file is called by its id and by what is harmless of the name its sender gave
        it. It is what a stranger sent: open it as such.

        A file that cannot be had is named on standard error, and the others are written
        all the same. Exit codes: 0 everything is exported; 1 nobody goes by that name,
        your input, or files are missing; 2 our failure.""",
    mixinStandardHelpOptions = true)
final class HistoryExport implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Mixin private CustomerOptions customer = new CustomerOptions();

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description =
          "Write their files into this directory: a new one, or one that is empty. Nothing is"
              + " overwritten, and no two customers' files lie together.")
  private @Nullable Path files;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Optional<ExportFolder> folder = Optional.ofNullable(files).map(ExportFolder::at);
    try (CustomerRecords records = customer.open()) {
      return export(records, folder, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
  }

  static int export(
      CustomerRecords records, Optional<ExportFolder> folder, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    var progress = new ProgressLines(err, InstantSource.system());
    JsonNode person = records.export(progress).orElseThrow(HistoryShow::nobody);
    ExportedFiles named = ExportedFiles.of(person);
    boolean whole = true;
    if (folder.isPresent()) {
      folder.get().create();
      whole = named.write(records, folder.get(), progress, err);
    } else if (!named.summary().isEmpty()) {
      err.printf(
          "files not included: %s. Add --files DIR to have them written there%n", named.summary());
      err.flush();
    }
    out.println(person.toPrettyString());
    out.flush();
    return whole ? Exit.FINE : Exit.USER;
  }
}
