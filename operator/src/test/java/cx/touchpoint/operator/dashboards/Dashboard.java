package cx.touchpoint.operator.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One dashboard as the chart brings it. */
record Dashboard(String name, JsonNode model) {

  private static final Path FOLDER = Path.of("../charts/touchpoint/files/dashboards");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");
  private static final Pattern QUESTION =
      Pattern.compile("(?:label_values\\((.*), \\w+|query_result\\((.*))\\)");

  /** A question put to Prometheus, and who puts it. */
  record Query(String by, String expression) {

    /** As Grafana sends it, with these values of the dashboard's variables. */
    String with(Map<String, String> values) {
      Matcher variable = VARIABLE.matcher(expression);
      return variable.replaceAll(
          it -> {
            String name = it.group(1) == null ? it.group(2) : it.group(1);
            // What is no variable stays: "$1" belongs to label_replace.
            return Matcher.quoteReplacement(values.getOrDefault(name, it.group()));
          });
    }

    @Override
    public String toString() {
      return by;
    }
  }

  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Dashboard::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The dashboards of promises and channels, whose variables are filled alike. */
  static List<Dashboard> ofPromises() {
    return List.of(read(FOLDER.resolve("overview.json")), read(FOLDER.resolve("channel.json")));
  }

  /** Its panels, without the lines that only part them. */
  List<JsonNode> panels() {
    return elements(model.path("panels"))
        .filter(it -> !it.path("type").asText().equals("row"))
        .toList();
  }

  /** Everything with a place on the page. */
  List<JsonNode> placed() {
    return elements(model.path("panels")).toList();
  }

  List<JsonNode> variables() {
    return elements(model.at("/templating/list")).toList();
  }

  List<Query> ofPanels() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(
                "%s: %s, %s"
                    .formatted(name, panel.path("title").asText(), target.path("refId").asText()),
                target.path("expr").asText()));
      }
    }
    return queries;
  }

  /** Beside those of panels: what fills the variables, and what is noted along the time axis. */
  List<Query> ofTheRest() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode variable : variables()) {
      Matcher question = QUESTION.matcher(variable.path("definition").asText());
      if (question.matches()) {
        queries.add(
            new Query(
                name + ": variable " + variable.path("name").asText(),
                question.group(1) == null ? question.group(2) : question.group(1)));
      }
    }
    for (JsonNode note : model.at("/annotations/list")) {
      queries.add(new Query(name + ": " + note.path("name").asText(), note.path("expr").asText()));
    }
    return queries;
  }

  @Override
  public String toString() {
    return name;
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(
          file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
