package cx.touchpoint.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One dashboard of the chart, with its variables filled in.
 *
 * @param chosen the variables' values, by name
 */
record Dashboard(String file, Map<String, String> chosen) {

  private static final Path FOLDER = Path.of("../charts/touchpoint/files/dashboards");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");
  private static final Pattern VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

  /** What a panel asks. */
  record Query(String by, String expression, boolean now) {}

  /** What a variable may be. */
  record Choice(String variable, String selector, String label) {}

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : model().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(
                "%s: %s, %s"
                    .formatted(file, panel.path("title").asText(), target.path("refId").asText()),
                filled(target.path("expr").asText()),
                target.path("instant").asBoolean()));
      }
    }
    return queries;
  }

  List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    for (JsonNode variable : model().at("/templating/list")) {
      Matcher values = VALUES.matcher(variable.path("definition").asText());
      if (values.matches()) {
        choices.add(
            new Choice(variable.path("name").asText(), filled(values.group(1)), values.group(2)));
      }
    }
    return choices;
  }

  private String filled(String expression) {
    return VARIABLE
        .matcher(expression)
        .replaceAll(
            it ->
                Matcher.quoteReplacement(
                    Optional.ofNullable(it.group(1))
                        .or(() -> Optional.of(it.group(2)))
                        .map(chosen::get)
                        // What is no variable stays: "$1" belongs to label_replace.
                        .orElse(it.group())));
  }

  private JsonNode model() {
    try {
      return new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
