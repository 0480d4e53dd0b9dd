package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.text.Printable;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kubeconfigs, and what to say when there is none. */
final class Kubeconfigs {

  private Kubeconfigs() {}

  static Config read(@Nullable String file, @Nullable String context) {
    Config config = file == null ? usual(context) : given(new File(file), context);
    if (context != null && config.getContexts().stream().noneMatch(it -> names(it, context))) {
      throw new UserError(
          "--context " + context + ": there is no such context. " + contexts(config.getContexts()));
    }
    return config;
  }

  private static Config given(File file, @Nullable String context) {
    if (!file.isFile()) {
      throw new UserError("--kubeconfig " + file + ": there is no such file");
    }
    return parsed(() -> Config.fromKubeconfig(context, file), "--kubeconfig " + file);
  }

  private static Config usual(@Nullable String context) {
    Collection<String> files = Config.getKubeconfigFilenames();
    boolean inPod = System.getenv("KUBERNETES_SERVICE_HOST") != null;
    if (!inPod && files.stream().noneMatch(it -> new File(it).isFile())) {
      throw new UserError(
          "there is no kubeconfig ("
              + String.join(", ", files)
              + "): give one with --kubeconfig, or set KUBECONFIG");
    }
    return parsed(
        () -> Config.autoConfigure(context), "the kubeconfig " + String.join(", ", files));
  }

  private static Config parsed(Supplier<Config> reading, String what) {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      // Whatever the YAML or the certificates in it are; the client throws its libraries' own.
      throw new UserError(
          what + " cannot be read: " + Printable.of(String.valueOf(e.getMessage())));
    }
  }

  private static boolean names(NamedContext one, String context) {
    return context.equals(one.getName());
  }

  private static String contexts(List<NamedContext> all) {
    return all.isEmpty()
        ? "The kubeconfig has none."
        : "There are: " + all.stream().map(NamedContext::getName).collect(Collectors.joining(", "));
  }
}
