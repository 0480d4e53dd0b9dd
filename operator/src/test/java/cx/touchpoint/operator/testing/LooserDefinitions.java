package cx.touchpoint.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/**
 * Our definitions as an older and looser version may have been: anything goes. Closing brings the
 * real ones back; what was written meanwhile stays in the store.
 */
public final class LooserDefinitions implements AutoCloseable {

  /** Kinds by the names of their definitions. */
  private static final Map<String, String> CHANNELS =
      Map.of(
          "channels.touchpoint.cx", "Channel",
          "channelclasses.touchpoint.cx", "ChannelClass");

  private static final Map<String, String> HISTORIES =
      Map.of("conversationhistories.touchpoint.cx", "ConversationHistory");

  private static final String REFUSED_BY_THE_REAL_ONES =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: %s
      metadata: {name: is-it-loose, namespace: default}
      spec: {scaling: 7}
      """;

  private final KubernetesClient client;
  private final RealApiServer server;
  private final Map<String, String> kinds;

  /** Loosens the definitions of Channels and their classes. */
  public LooserDefinitions(KubernetesClient client, RealApiServer server) {
    this(client, server, CHANNELS);
  }

  /** Loosens the definition of histories. */
  public static LooserDefinitions ofHistories(KubernetesClient client, RealApiServer server) {
    return new LooserDefinitions(client, server, HISTORIES);
  }

  private LooserDefinitions(
      KubernetesClient client, RealApiServer server, Map<String, String> kinds) {
    this.client = client;
    this.server = server;
    this.kinds = kinds;
    for (String name : kinds.keySet()) {
      CustomResourceDefinition definition =
          client.apiextensions().v1().customResourceDefinitions().withName(name).get();
      definition.getMetadata().setManagedFields(null);
      definition.getMetadata().setResourceVersion(null);
      definition.setStatus(null);
      definition.getSpec().getVersions().forEach(it -> it.getSchema().setOpenAPIV3Schema(any()));
      client
          .resource(definition)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.SERVER_SIDE_APPLY)
                  .withFieldManager("tests")
                  .withForce(true)
                  .build());
    }
    await()
        .ignoreExceptions()
        .until(() -> kinds.values().stream().allMatch(it -> write(probe(it))));
  }

  /** Stores an object that the real definitions would refuse. */
  public void store(String yaml) {
    client.resource(generic(yaml)).createOr(it -> it.update());
  }

  @Override
  public void close() {
    server.installCrds(client);
    await()
        .untilAsserted(
            () ->
                assertThat(kinds.values())
                    .allSatisfy(
                        it ->
                            assertThatThrownBy(() -> write(probe(it)))
                                .isInstanceOf(KubernetesClientException.class)));
  }

  private boolean write(GenericKubernetesResource probe) {
    client.resource(probe).dryRun().create();
    return true;
  }

  private GenericKubernetesResource probe(String kind) {
    return generic(REFUSED_BY_THE_REAL_ONES.formatted(kind));
  }

  private GenericKubernetesResource generic(String yaml) {
    return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
  }

  private static JSONSchemaProps any() {
    return new JSONSchemaPropsBuilder()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .build();
  }
}
