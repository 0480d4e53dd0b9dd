package cx.touchpoint.operator.testing;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Brings a CustomResourceDefinition from a file into a running API server. */
public final class CrdFile {
  private CrdFile() {}

  /** Applies the file on the server's side and waits until the kind is served. */
  public static void apply(KubernetesClient client, Path file) {
    CustomResourceDefinition crd =
        client.apiextensions().v1().customResourceDefinitions().load(file.toFile()).item();
    client
        .resource(crd)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("tests")
                .withForce(true)
                .build());
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .waitUntilCondition(
            it ->
                it != null
                    && it.getStatus() != null
                    && it.getStatus().getConditions() != null
                    && it.getStatus().getConditions().stream()
                        .anyMatch(
                            c -> "Established".equals(c.getType()) && "True".equals(c.getStatus())),
            30,
            TimeUnit.SECONDS);
  }
}
