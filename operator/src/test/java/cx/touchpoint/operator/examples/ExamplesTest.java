package cx.touchpoint.operator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.testing.CrdFile;
import cx.touchpoint.operator.testing.OptionalApiFiles;
import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example is a file the API server takes as it stands, and says at its top what it is for.
 */
@ExtendWith(RealApiServer.class)
final class ExamplesTest {

  private static final Path EXAMPLES = Path.of("../examples");
  private static final String QUICKSTART = "touchpoint-quickstart";

  private static final PatchContext STRICT =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("examples")
          .withForce(true)
          .withFieldValidation("Strict")
          .build();

  /** Every YAML file below examples/, by its path from there. */
  static Stream<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(EXAMPLES)) {
      List<String> files =
          all.filter(it -> it.toString().matches(".*[.]ya?ml"))
              .map(it -> EXAMPLES.relativize(it).toString())
              .sorted()
              .toList();
      return files.stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void theApiServerTakesItAsItStands(String file, KubernetesClient client, RealApiServer server) {
    server.installCrds(client);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(QUICKSTART).endMetadata().build())
        .createOr(it -> it.update());

    List<HasMetadata> objects = read(file, client);
    if (objects.stream().anyMatch(it -> it.getApiVersion().startsWith("postgresql.cnpg.io/"))) {
      CrdFile.apply(client, OptionalApiFiles.assume("clusters"));
    }

    assertThat(objects).isNotEmpty();
    for (HasMetadata object : objects) {
      var applied = client.resource(object).patch(STRICT);
      try {
        assertThat(applied.getMetadata().getUid()).isNotBlank();
      } finally {
        if (!(object instanceof Namespace)) {
          client.resource(object).delete();
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void itBeginsWithWhatItIsFor(String file) throws IOException {
    assertThat(Files.readAllLines(EXAMPLES.resolve(file)).getFirst()).matches("# [A-Z].{20,}");
  }

  /** {@code kubectl apply -f examples/quickstart} takes the files by name. */
  @Test
  void theQuickstartAppliesAsOneDirectory(KubernetesClient client) throws IOException {
    List<String> namespaces = new ArrayList<>();
    for (String file : files().filter(it -> it.startsWith("quickstart/")).toList()) {
      for (HasMetadata object : read(file, client)) {
        if (object instanceof Namespace) {
          namespaces.add(object.getMetadata().getName());
        } else if (object.getMetadata().getNamespace() != null) {
          assertThat(namespaces).as(file).contains(object.getMetadata().getNamespace());
        }
      }
    }
    assertThat(namespaces).containsExactly(QUICKSTART);
  }

  private static List<HasMetadata> read(String file, KubernetesClient client) {
    try (InputStream stream = Files.newInputStream(EXAMPLES.resolve(file))) {
      return client.load(stream).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
