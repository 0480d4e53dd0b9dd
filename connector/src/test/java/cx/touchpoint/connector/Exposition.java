package cx.touchpoint.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Prometheus' text format, parsed.
 *
 * @param samples value by series, a series being its name and labels in alphabetic order
 * @param types type by family
 */
public record Exposition(Map<String, Double> samples, Map<String, String> types) {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  public static Exposition parse(String text) {
    Map<String, Double> samples = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        types.put(words[2], words[3]);
      } else if (!line.startsWith("#") && !line.isBlank()) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
          throw new AssertionError("not a sample: " + line);
        }
        samples.put(series(sample.group(1), sample.group(2)), Double.valueOf(sample.group(3)));
      }
    }
    return new Exposition(samples, types);
  }

  /** A series without the two labels all have in common. */
  private static String series(String name, String labels) {
    Map<String, String> sorted = new TreeMap<>();
    Matcher label = LABEL.matcher(labels == null ? "" : labels);
    while (label.find()) {
      sorted.put(label.group(1), label.group(2));
    }
    if (!"hello".equals(sorted.remove("channel")) || sorted.remove("channel_type") == null) {
      throw new AssertionError(name + " lacks the labels channel and channel_type: " + labels);
    }
    return name
        + sorted.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(",", "{", "}"));
  }

  public double value(String series) {
    Double value = samples.get(series.contains("{") ? series : series + "{}");
    if (value == null) {
      throw new AssertionError("no series " + series + " among " + samples.keySet());
    }
    return value;
  }

  public Set<String> families() {
    return types.keySet();
  }
}
