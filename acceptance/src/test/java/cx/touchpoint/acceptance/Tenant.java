package cx.touchpoint.acceptance;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A namespace under the restricted level and a class of a test's own; both go when it ends. Nobody
 * waits for them there: {@link LeftoversTest} does, once for all.
 */
final class Tenant implements AutoCloseable {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("acceptance")
          .withForce(true)
          .withFieldValidation("Strict")
          .build();

  private final Cluster cluster;
  private final String namespace;

  private Tenant(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /** Makes both; the name is made unique, so that a run that was killed is in nobody's way. */
  static Tenant open(Cluster cluster, String name) {
    String unique = "acceptance-%s-%06x".formatted(name, new SecureRandom().nextInt(1 << 24));
    Tenant tenant = new Tenant(cluster, unique);
    tenant.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: $NAMESPACE
          labels:
            acceptance: tenant
            pod-security.kubernetes.io/enforce: restricted
        """);
    tenant.applyClass();
    return tenant;
  }

  /** With a chat of the name {@code chat} that is ready. */
  static Tenant withChat(Cluster cluster, String name) {
    Tenant tenant = open(cluster, name);
    try {
      tenant.createChatSecret("chat");
      tenant.applyChat("chat", "Served");
      cluster.untilReady(tenant.namespace(), "chat");
      return tenant;
    } catch (RuntimeException | AssertionError e) {
      tenant.close();
      throw e;
    }
  }

  String namespace() {
    return namespace;
  }

  /** (Re)writes the class as it is at first. */
  void applyClass() {
    applyClass("");
  }

  /** (Re)writes the class, with further lines of its spec and of its {@code connector}. */
  void applyClass(String furtherSpec, String... furtherOfConnector) {
    apply(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: ChannelClass
        metadata:
          name: $NAMESPACE
        spec:
          exposure: {type: Service, service: {type: NodePort}}
          scaling: {minReplicas: 2}
          connector:
            resources: {requests: {cpu: 50m, memory: 192Mi}, limits: {memory: 256Mi}}
        """
            + String.join("\n", furtherOfConnector).indent(4)
            + furtherSpec.indent(2));
  }

  void deleteClass() {
    cluster
        .client()
        .genericKubernetesResources("touchpoint.cx/v1alpha1", "ChannelClass")
        .withName(namespace)
        .withTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
        .delete();
  }

  /** A chat that echoes, with or without its demo page. */
  void applyChat(String name, String demoPage) {
    apply(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: Channel
        metadata: {name: %s, namespace: $NAMESPACE}
        spec:
          type: WebChat
          classRef: {name: $NAMESPACE}
          webChat: {demoPage: %s, allowedOrigins: ["https://shop.example.com"]}
          responder: {type: Echo}
        """
            .formatted(name, demoPage));
  }

  /** A webhook with this responder and further lines of its spec, and the Secret it needs. */
  void applyHook(String name, String responder, String... further) {
    createSecret(name, Map.of("token", token()));
    apply(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: Channel
        metadata: {name: %s, namespace: $NAMESPACE}
        spec:
          type: Webhook
          classRef: {name: $NAMESPACE}
          webhook: {authentication: Bearer}
          responder: %s
        """
                .formatted(name, responder)
            + String.join("\n", further).indent(2));
  }

  /** A system that may send to that webhook. */
  Sender sender(Http http, String hook) {
    return new Sender(http, URI.create(cluster.endpoint(namespace, hook, "webhook")), token());
  }

  private String token() {
    return namespace + "-token-of-its-webhooks";
  }

  /** The Secret a chat needs, with a fresh key. */
  void createChatSecret(String name) {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    createSecret(name, Map.of("sessionKey", Base64.getEncoder().encodeToString(key)));
  }

  /** The Secret {@code touchpoint-postgres} by which the local cluster's database is reached. */
  void createDatabaseSecret() {
    var secret =
        cluster
            .client()
            .secrets()
            .inNamespace(Cluster.QUICKSTART)
            .withName("touchpoint-postgres")
            .require();
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("touchpoint-postgres")
                .withNamespace(namespace)
                .endMetadata()
                .withData(secret.getData())
                .build())
        .create();
  }

  void createSecret(String name, Map<String, String> content) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(content)
                .build())
        .create();
  }

  /** Applies YAML; {@code $NAMESPACE} stands for the tenant's namespace and the class's name. */
  void apply(String yaml) {
    byte[] text = yaml.replace("$NAMESPACE", namespace).getBytes(StandardCharsets.UTF_8);
    List<HasMetadata> objects = cluster.client().load(new ByteArrayInputStream(text)).items();
    objects.forEach(it -> cluster.client().resource(it).patch(APPLY));
  }

  @Override
  public void close() {
    cluster.client().namespaces().withName(namespace).delete();
    deleteClass();
  }
}
