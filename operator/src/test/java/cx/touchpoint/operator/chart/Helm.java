package cx.touchpoint.operator.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import cx.touchpoint.operator.testing.Cache;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The real helm and our chart. As a JUnit extension it hands itself to test methods, and skips the
 * class in one line where helm is not in the cache that {@code ./touchpoint test} fills.
 */
public final class Helm implements BeforeAllCallback, ParameterResolver {

  static final Path CHART = Path.of("../charts/touchpoint").toAbsolutePath().normalize();

  /** What a chart without a cluster is rendered for. */
  static final String KUBERNETES = "1.35.8";

  private static final String VERSION = "3.22.0";
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(Helm.class);
  private static final Path SCRATCH = Path.of("target/helm").toAbsolutePath();

  /** How a command ended and what it said. */
  record Ran(int exit, String output, String errors) {
    Ran succeeded() {
      if (exit != 0) {
        throw new AssertionError("helm ended with " + exit + ":\n" + errors + output);
      }
      return this;
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (Files.isExecutable(program())) {
      return;
    }
    String why =
        "skipped: chart tests need helm at "
            + program()
            + "; './touchpoint test' provides it once, then plain 'mvn verify' finds it";
    // Build tools keep the reason to themselves, so it is printed too, once for all classes.
    context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(
            "said",
            key -> {
              System.out.println(why);
              return why;
            });
    Assumptions.abort(why);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Helm.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return this;
  }

  /** The chart rendered as the given release, or as {@code touchpoint} in its usual namespace. */
  public List<HasMetadata> render(String... settings) {
    return parse(template(settings).succeeded().output());
  }

  Ran template(String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("template", "touchpoint", CHART.toString()));
    arguments.addAll(List.of("--namespace", "touchpoint-system", "--kube-version", KUBERNETES));
    arguments.addAll(List.of(settings));
    return run(arguments);
  }

  Ran run(String... arguments) {
    return run(List.of(arguments));
  }

  private Ran run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(arguments);
    try {
      Files.createDirectories(SCRATCH);
      Path output = Files.createTempFile(SCRATCH, "output", ".txt");
      Path errors = Files.createTempFile(SCRATCH, "errors", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      // Nothing of the person's own helm or cluster may be read or touched.
      builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
      builder.environment().put("KUBECONFIG", SCRATCH.resolve("no-cluster").toString());
      for (String home : List.of("CACHE", "CONFIG", "DATA")) {
        builder.environment().put("HELM_" + home + "_HOME", SCRATCH.resolve(home).toString());
      }
      Process process = builder.start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after 120 s: " + String.join(" ", command));
      }
      Ran ran = new Ran(process.exitValue(), Files.readString(output), Files.readString(errors));
      Files.delete(output);
      Files.delete(errors);
      return ran;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while helm ran", e);
    }
  }

  /** Reads the objects of a rendered chart, documents without content left out. */
  static List<HasMetadata> parse(String yaml) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : yaml.split("(?m)^---$", -1)) {
      if (document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
        objects.add(new KubernetesSerialization().unmarshal(document, HasMetadata.class));
      }
    }
    return objects;
  }

  /** The one object of that kind and name. */
  static <T extends HasMetadata> T only(Collection<HasMetadata> objects, Class<T> kind) {
    List<T> found = objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one " + kind.getSimpleName() + ", found " + found);
    }
    return found.getFirst();
  }

  static Path fixture(String name) {
    return Path.of("src/test/resources/chart", name).toAbsolutePath();
  }

  /** A file below the module's build directory with the given text. */
  static Path scratch(String name, String text) {
    try {
      Files.createDirectories(SCRATCH);
      return Files.write(SCRATCH.resolve(name), text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program() {
    return Cache.root().resolve("helm-" + VERSION + "/helm");
  }
}
