package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The files that an export names, each once, however often it was sent. */
final class ExportedFiles {

  /**
   * So many that cannot be read, one after the other, are a lost connection and not their fault.
   */
  private static final int LOST = 3;

  /** In bytes; of less no megabyte can be told. */
  private static final long SMALL = 100_000;

  private final Map<UUID, List<ObjectNode>> named = new LinkedHashMap<>();

  private ExportedFiles() {}

  /** Those of everything that was said with a person. */
  static ExportedFiles of(JsonNode person) {
    var files = new ExportedFiles();
    for (JsonNode conversation : person.path("conversations")) {
      for (JsonNode message : conversation.path("messages")) {
        for (JsonNode part : message.path("parts")) {
          if (part.path("file") instanceof ObjectNode file) {
            UUID id = UUID.fromString(file.path("id").asText());
            files.named.computeIfAbsent(id, _ -> new ArrayList<>()).add(file);
          }
        }
      }
    }
    return files;
  }

  /** How many, and how large together; empty when there are none. */
  String summary() {
    if (named.isEmpty()) {
      return "";
    }
    long bytes = bytes();
    return "%d (%s)".formatted(named.size(), bytes < SMALL ? bytes + " bytes" : megabytes(bytes));
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /**
   * Writes them all, and notes beside each where it lies in the folder. What cannot be had is told
   * and the rest is written all the same.
   *
   * @return whether nothing is missing
   */
  boolean write(
      CustomerRecords records, ExportFolder folder, ProgressLines progress, PrintWriter err)
      throws InterruptedException {
    long all = bytes();
    long before = 0;
    int tried = 0;
    int missing = 0;
    int lost = 0;
    for (Map.Entry<UUID, List<ObjectNode>> each : named.entrySet()) {
      if (lost == LOST) {
        break;
      }
      UUID id = each.getKey();
      JsonNode file = each.getValue().getFirst();
      String name = ExportFileName.of(id, file.path("name").asText());
      int done = tried;
      long had = before;
      try {
        boolean there =
            folder.keep(
                name,
                half ->
                    records.file(
                        id,
                        half,
                        () -> progress.fetched(done, named.size(), had + size(half), all)));
        if (there) {
          each.getValue().forEach(it -> it.put("path", name));
        } else {
          missing++;
          err.printf(
              "%s is missing: it is kept no longer (erased meanwhile, or too old), or the connector is older than this command%n",
              name);
        }
        lost = 0;
      } catch (IOException e) {
        missing++;
        lost++;
        err.printf("%s is missing: %s%n", name, e.getMessage());
      }
      tried++;
      before += file.path("size").asLong();
      progress.fetched(tried, named.size(), before, all);
    }
    int untried = named.size() - tried;
    if (missing > 0) {
      err.printf(
          "files missing: %d of %d%s. Those that were written have a path in the JSON; to have all, run it again with another directory%n",
          missing + untried,
          named.size(),
          untried > 0 ? ", %d of them not tried".formatted(untried) : "");
    }
    err.flush();
    return missing == 0;
  }

  private long bytes() {
    return named.values().stream().mapToLong(it -> it.getFirst().path("size").asLong()).sum();
  }

  private static long size(Path half) {
    try {
      return Files.size(half);
    } catch (IOException e) {
      // only somebody's patience depends on it
      return 0;
    }
  }
}
