package cx.touchpoint.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The installed chart, changed with helm as its owner would. */
record Release(Program helm, JsonNode values, Path file) {

  private static final String NAME = "touchpoint";
  private static final String CHART = Path.of("..", "charts", "touchpoint").toString();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Notes with which values it is installed, so that it can be brought back to them. */
  static Release noted(Cluster cluster) {
    Program helm = Program.helm(cluster);
    Path file = Path.of("target", "values.json");
    try {
      String values = run(helm, "get", "values", NAME, "--output=json");
      Files.writeString(file, values);
      return new Release(helm, JSON.readTree(values), file);
    } catch (JsonProcessingException e) {
      throw new AssertionError("helm get values printed no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value it was installed with, by its path, {@code /image/tag}. */
  String value(String path) {
    return values.at(path).asText();
  }

  /** Upgrades it with these settings, {@code image.tag=2}, beside those it has. */
  void upgrade(String... settings) {
    List<String> arguments = new ArrayList<>(List.of("upgrade", NAME, CHART, "--reuse-values"));
    List.of(settings).forEach(it -> arguments.addAll(List.of("--set-string", it)));
    waiting(arguments);
  }

  void uninstall() {
    waiting(List.of("uninstall", NAME));
  }

  /** Brings it back to how it was, whether it is there or not. */
  void restore() {
    waiting(List.of("upgrade", "--install", NAME, CHART, "--reset-values", "--values=" + file));
  }

  private void waiting(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--wait", "--timeout=3m"));
    run(helm, all.toArray(String[]::new));
  }

  private static String run(Program helm, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--namespace=" + Cluster.OPERATOR);
    return helm.succeed(all.toArray(String[]::new));
  }
}
