package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart's README lists the values that there are, in the words of values.yaml. */
final class ValuesTableTest {

  private static final Path README = Helm.CHART.resolve("README.md");
  private static final Pattern TABLE =
      Pattern.compile("(?s)(<!-- values -->\n).*(<!-- /values -->)");
  private static final Pattern COMMENT = Pattern.compile(" *# -- (.+)");
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):(?: (.+))?");

  @Test
  void theReadmesTableSaysWhatValuesYamlSays() throws IOException {
    String readme = Files.readString(README);
    String expected =
        TABLE.matcher(readme).replaceFirst("$1" + Matcher.quoteReplacement(table()) + "$2");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(README, expected);
    }

    assertThat(Files.readString(README)).isEqualTo(expected);
  }

  private static String table() throws IOException {
    StringBuilder table = new StringBuilder("| value | default | meaning |\n|---|---|---|\n");
    List<String> lines = Files.readAllLines(Helm.CHART.resolve("values.yaml"));
    Deque<String> path = new ArrayDeque<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher comment = COMMENT.matcher(lines.get(i));
      Matcher key = KEY.matcher(lines.get(comment.matches() ? i + 1 : i));
      if (!key.matches()) {
        continue;
      }
      while (path.size() > key.group(1).length() / 2) {
        path.removeLast();
      }
      path.addLast(key.group(2));
      if (comment.matches()) {
        String value = key.group(3) == null ? block(lines, i + 2) : key.group(3);
        table
            .append("| `%s` | `%s` | ".formatted(String.join(".", path), value))
            .append(comment.group(1))
            .append(" |\n");
        i++;
      }
    }
    return table.toString();
  }

  /** What stands below a key, on one line. */
  private static String block(List<String> lines, int first) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    for (String line : lines.subList(first, lines.size())) {
      Matcher key = KEY.matcher(line);
      if (!key.matches() || key.group(1).isEmpty()) {
        break;
      }
      for (; depth > key.group(1).length() / 2 - 1; depth--) {
        parts.add("}");
      }
      if (key.group(3) == null) {
        parts.add(key.group(2) + ": {");
        depth++;
      } else {
        parts.add(key.group(2) + ": " + key.group(3));
      }
    }
    parts.addAll(java.util.Collections.nCopies(depth, "}"));
    return String.join(", ", parts).replace("{, ", "{").replace(", }", "}");
  }
}
