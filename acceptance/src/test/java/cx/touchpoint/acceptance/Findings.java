package cx.touchpoint.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a test found out that is worth more than a yes. Printed at once, written at the end. */
final class Findings {

  private final List<String> lines = new ArrayList<>();

  void add(String what, Object value) {
    String line = String.format(Locale.ROOT, "%-70s %s", what, value);
    lines.add(line);
    System.out.println(line);
  }

  /** A share from 0 to 1. */
  void percent(String what, double share) {
    add(what, String.format(Locale.ROOT, "%.1f %%", 100 * share));
  }

  void write(Path file) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
