package cx.touchpoint.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark's outcome: what is printed and what is stored.
 *
 * @param benchmark its name
 * @param setting what was run, in a sentence
 * @param beside what the column beside ours is called
 * @param rounds how often each side ran
 * @param rows the lines of the table
 * @param gates what must hold
 */
public record Result(
    String benchmark,
    String setting,
    String beside,
    int rounds,
    Machine machine,
    List<Row> rows,
    List<Gate> gates) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String LINE = "%-60s %24s %24s %22s %s%n";

  public Result {
    beside = beside == null ? "floor" : beside;
    gates = gates == null ? List.of() : List.copyOf(gates);
  }

  /** Reads a stored one, null when none is stored. */
  static @Nullable Result stored(Path directory, String benchmark) throws IOException {
    Path file = directory.resolve(benchmark + ".json");
    return Files.exists(file) ? JSON.readValue(file.toFile(), Result.class) : null;
  }

  /** Stores it as data and as the table that was printed. */
  void store(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(benchmark + ".json"), json() + "\n");
    Files.writeString(directory.resolve(benchmark + ".txt"), table(null));
  }

  private String json() throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
  }

  /** The table, with the medians of a former result beside it where there is one. */
  String table(@Nullable Result former) {
    var text = new StringBuilder();
    text.append(
        "%s: %s%n%d rounds, median (lowest-highest); %d cores, %d GiB, %s, JDK %s, load %s before and %s after%n%n"
            .formatted(
                benchmark,
                setting,
                rounds,
                machine.cores(),
                machine.memoryGib(),
                machine.architecture(),
                machine.jdk(),
                machine.loadBefore(),
                machine.loadAfter()));
    text.append(
        LINE.formatted("", beside, "touchpoint", "ratio", former == null ? "" : "stored")
            .stripTrailing());
    text.append(System.lineSeparator());
    Map<String, Row> stored =
        former == null
            ? Map.of()
            : former.rows().stream().collect(Collectors.toMap(Row::what, it -> it));
    for (Row row : rows) {
      text.append(
          LINE.formatted(
                  row.what(),
                  orNothing(row.floor()),
                  row.ours(),
                  orNothing(row.ratio()),
                  median(stored.get(row.what())))
              .stripTrailing());
      text.append(System.lineSeparator());
    }
    if (!gates.isEmpty()) {
      text.append(System.lineSeparator());
      gates.forEach(it -> text.append(it).append(System.lineSeparator()));
    }
    return text.toString();
  }

  private static String orNothing(@Nullable Spread spread) {
    return spread == null ? "" : spread.toString();
  }

  /** Of a comparison the ratio, for only that holds from one run to another. */
  private static String median(@Nullable Row row) {
    if (row == null) {
      return "";
    }
    Spread ratio = row.ratio();
    return ratio == null ? Double.toString(row.ours().median()) : "x " + ratio.median();
  }
}
