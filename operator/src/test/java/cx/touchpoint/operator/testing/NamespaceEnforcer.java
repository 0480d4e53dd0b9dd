package cx.touchpoint.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the Prometheus Operator makes of the rules of a namespace where its Prometheus has {@code
 * enforcedNamespaceLabel: namespace}, by the Prometheus Operator's own code ({@code
 * cluster/build/prometheus-operator/enforce-namespace}).
 */
public final class NamespaceEnforcer {

  private static final String PROGRAM = "enforce-namespace/enforce-namespace";

  private NamespaceEnforcer() {}

  /** Skips where the program is not. */
  public static void assume() {
    LoopbackProgram.assume(PROGRAM);
  }

  /** Rewrites a file of rules in place. */
  public static void enforce(String namespace, Path rules)
      throws IOException, InterruptedException {
    Path enforced = rules.resolveSibling(rules.getFileName() + ".enforced");
    Path words = rules.resolveSibling(rules.getFileName() + ".log");
    Process process =
        new ProcessBuilder(Cache.root().resolve(PROGRAM).toString(), namespace)
            .redirectInput(rules.toFile())
            .redirectOutput(enforced.toFile())
            .redirectError(words.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(words)).isZero();
    Files.move(enforced, rules, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
