package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an export prints and writes, of a connector that answers as a real one. */
final class HistoryExportTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final LoopbackConnector connector = new LoopbackConnector();
  @TempDir private Path around = Path.of("");

  @AfterEach
  void end() {
    connector.close();
  }

  @Test
  void withoutADirectoryTheJsonIsWithoutPathsAndItIsSaidOnceWhatIsNotIncluded() throws Exception {
    connector.sent("parcel.txt", "x".repeat(150_000));
    connector.sent("offer.txt", "y");

    CommandRun run = export(Optional.empty());

    assertThat(run.exit()).isEqualTo(Exit.FINE);
    assertThat(run.err())
        .isEqualTo(
            "files not included: 2 (0.2 MB). Add --files DIR to have them written there"
                + System.lineSeparator());
    assertThat(JSON.readTree(run.out()).findValue("file").properties())
        .extracting(it -> it.getKey())
        .containsExactly("id", "name", "contentType", "size");
    assertThat(connector.asked()).isZero();
  }

  @Test
  void aFewBytesAreNotToldInMegabytes() throws Exception {
    connector.sent("parcel.txt", "x".repeat(69));
    assertThat(export(Optional.empty()).err()).contains("1 (69 bytes)");
  }

  @Test
  void whoNeverSentAFileHearsNothingOfFiles() throws Exception {
    assertThat(export(Optional.empty()).err()).isEmpty();
  }

  @Test
  void everyFileIsWrittenOnceUnderAHarmlessNameThatTheJsonTells() throws Exception {
    Path folder = around.resolve("exports").resolve("jane");
    UUID parcel = connector.sent("parcel.txt", "The parcel");
    connector.sent("parcel.txt", "Another");
    connector.sent("../../outside.txt", "up");
    connector.sent("/tmp/absolute.txt", "root");
    connector.sent("CON", "device");
    connector.sent("a\u0000b\u001B[2J\u202Egpj.exe", "control");
    connector.sent("請求書", "other letters");
    connector.sent("x".repeat(255) + ".txt", "long");

    CommandRun run = export(folder);

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.FINE);
    JsonNode person = JSON.readTree(run.out());
    List<String> paths = person.findValuesAsText("path");
    assertThat(paths).hasSize(9).contains(parcel + "-parcel.txt");
    assertThat(paths.getLast()).as("the first was sent again").isEqualTo(paths.getFirst());
    assertThat(there(folder)).containsExactlyInAnyOrderElementsOf(Set.copyOf(paths));
    assertThat(folder.resolve(parcel + "-parcel.txt")).hasContent("The parcel");
    assertThat(there(around)).containsExactly("exports");
    assertThat(connector.asked()).isEqualTo(8);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void whatCannotBeHadIsNamedAndTheOthersAreWritten() throws Exception {
    Path folder = Files.createDirectory(around.resolve("empty"));
    UUID gone = connector.gone("gone.txt");
    UUID cut = connector.cut("cut.txt");
    UUID whole = connector.sent("whole.txt", "Whole");

    CommandRun run = export(folder);

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err())
        .contains(gone + "-gone.txt is missing: it is kept no longer")
        .contains(cut + "-cut.txt is missing: not all of it came")
        .contains("files missing: 2 of 3.");
    assertThat(there(folder)).containsExactly(whole + "-whole.txt");
    assertThat(JSON.readTree(run.out()).findValuesAsText("path"))
        .containsExactly(whole + "-whole.txt");
  }

  @Test
  void aLostConnectionIsNotTriedForEveryFile() throws Exception {
    for (int i = 0; i < 10; i++) {
      connector.cut(i + ".txt");
    }

    CommandRun run = export(around.resolve("jane"));

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("files missing: 10 of 10, 7 of them not tried.");
    assertThat(connector.asked()).isEqualTo(3);
    assertThat(there(around.resolve("jane"))).isEmpty();
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Path folder = Files.createDirectory(around.resolve("jane"));
    Path old = Files.writeString(folder.resolve("old.txt"), "old");

    assertThat(command(folder))
        .contains("--files " + folder)
        .contains("something is in it, and nothing is overwritten")
        .contains("a directory that is new, or empty that one");
    assertThat(command(old)).contains("that is no directory. Give one that is new or empty");
    assertThat(command(Files.createSymbolicLink(around.resolve("link"), around.resolve("none"))))
        .contains("that is no directory");
    assertThat(old).hasContent("old");
    assertThat(there(folder)).containsExactly("old.txt");
  }

  @Test
  void whatCameToLieThereMeanwhileIsNotOverwrittenEither() throws Exception {
    Path folder = Files.createDirectory(around.resolve("jane"));
    UUID id = connector.sent("parcel.txt", "new");
    ExportFolder empty = ExportFolder.at(folder);
    Path old = Files.writeString(folder.resolve(id + "-parcel.txt"), "old");

    assertThatThrownBy(() -> export(Optional.of(empty)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(old + " is there already, and nothing is overwritten");
    assertThat(old).hasContent("old");
    assertThat(there(folder)).containsExactly(old.getFileName().toString());
  }

  /** The command as somebody writes it; no cluster is asked before the directory is fit. */
  private static String command(Path folder) {
    CommandRun run =
        CommandRun.of("history", "export", "--account-id", "A-4711", "--files", folder.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    return run.err();
  }

  private CommandRun export(Path folder) throws Exception {
    return export(Optional.of(ExportFolder.at(folder)));
  }

  private CommandRun export(Optional<ExportFolder> folder) throws Exception {
    var out = new StringWriter();
    var err = new StringWriter();
    try (CustomerRecords records = connector.records()) {
      int exit =
          HistoryExport.export(
              records, folder, new PrintWriter(out, true), new PrintWriter(err, true));
      return new CommandRun(exit, out.toString(), err.toString());
    }
  }

  private static List<String> there(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).toList();
    }
  }
}
