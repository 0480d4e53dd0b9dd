package cx.touchpoint.operator.testing;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The series that dashboards and runbooks may ask for, and those that an expression asks for. */
public final class KnownSeries {

  private static final Path CONNECTOR = Path.of("../docs/connector.md");

  /** What Prometheus makes itself. */
  private static final List<String> PROMETHEUS = List.of("up", "ALERTS", "ALERTS_FOR_STATE");

  /** The cases of promises, with the rules they become. */
  private static final Path PROMISES = Path.of("src/test/resources/promise");

  private static final Pattern RECORD = Pattern.compile("record: \"([a-z0-9_:]+)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`touchpoint_[^|]+)\\| (\\w+) \\|");
  private static final Pattern NAMED = Pattern.compile("`(touchpoint_[a-z_]+)`");

  private static final Pattern BY_NAME = Pattern.compile("__name__=~\"([^\"]+)\"");
  private static final Pattern NO_SERIES =
      Pattern.compile(
          "\"[^\"]*\"|\\[[^]]*]|(?:by|without|on|ignoring|group_left|group_right) *\\([^)]*\\)");
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?<![0-9a-zA-Z_:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?! *\\(|[a-zA-Z0-9_:])");
  private static final Set<String> WORDS =
      Set.of("or", "and", "unless", "bool", "offset", "by", "without", "Inf", "NaN");

  private KnownSeries() {}

  /** Those recorded, those of connectors as their documentation lists them, and Prometheus' own. */
  public static Set<String> all() throws IOException {
    Set<String> known = new TreeSet<>(PROMETHEUS);
    known.addAll(recorded());
    ROW.matcher(Files.readString(CONNECTOR))
        .results()
        .flatMap(
            row ->
                NAMED
                    .matcher(row.group(1))
                    .results()
                    .flatMap(it -> series(it.group(1), row.group(2))))
        .forEach(known::add);
    return known;
  }

  private static Set<String> recorded() throws IOException {
    Set<String> recorded = new TreeSet<>();
    try (Stream<Path> cases = Files.list(PROMISES)) {
      for (Path one : cases.toList()) {
        RECORD
            .matcher(Files.readString(one.resolve("out.yaml")))
            .results()
            .forEach(it -> recorded.add(it.group(1)));
      }
    }
    return recorded;
  }

  /** The names of the series an expression asks for. */
  public static Set<String> askedBy(String expression) {
    Set<String> names =
        BY_NAME
            .matcher(expression)
            .results()
            .flatMap(it -> Stream.of(it.group(1).split("[|]", -1)))
            .collect(toCollection(TreeSet::new));
    String bare = NO_SERIES.matcher(expression).replaceAll(" ").replaceAll("\\{[^}]*}", " ");
    IDENTIFIER
        .matcher(bare)
        .results()
        .map(it -> it.group())
        .filter(it -> !WORDS.contains(it))
        .forEach(names::add);
    return names;
  }

  private static Stream<String> series(String metric, String type) {
    return type.equals("histogram")
        ? Stream.of(metric + "_bucket", metric + "_sum", metric + "_count")
        : Stream.of(metric);
  }
}
