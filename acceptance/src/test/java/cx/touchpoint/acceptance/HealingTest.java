package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was lost comes back, and what was missing is taken up when it appears. */
@ExtendWith(WholeCluster.class)
final class HealingTest {

  @ParameterizedTest(name = "{1} {2}")
  @CsvSource({
    "v1, ServiceAccount, hello-chat-connector",
    "v1, ConfigMap, hello-chat-connector",
    "v1, Service, hello-chat-connector-internal",
    "policy/v1, PodDisruptionBudget, hello-chat-connector",
    "networking.k8s.io/v1, NetworkPolicy, hello-chat-connector"
  })
  void aDeletedChildComesBack(String version, String kind, String name, Cluster cluster) {
    Resource<? extends HasMetadata> child =
        cluster
            .client()
            .genericKubernetesResources(version, kind)
            .inNamespace(Cluster.QUICKSTART)
            .withName(name);
    String former = child.require().getMetadata().getUid();

    child.delete();

    Cluster.until(
        Duration.ofMinutes(1),
        () ->
            assertThat(child.get())
                .as("%s %s", kind, name)
                .isNotNull()
                .extracting(it -> it.getMetadata().getUid())
                .isNotEqualTo(former));
    cluster.untilReady(Cluster.QUICKSTART, "hello-chat");
  }

  /** The Service's node port is a new one then, and the Deployment's pods are. */
  @Test
  void aDeletedDeploymentAndItsServiceComeBackAndServe(Cluster cluster) {
    try (Tenant tenant = Tenant.withChat(cluster, "children");
        Http http = new Http()) {
      var deployments = cluster.client().apps().deployments().inNamespace(tenant.namespace());
      Deployment former = deployments.withName("chat-connector").require();

      deployments.withName("chat-connector").delete();
      cluster
          .client()
          .services()
          .inNamespace(tenant.namespace())
          .withName("chat-connector")
          .delete();

      Cluster.until(
          Cluster.ROLLOUT,
          () -> {
            assertThat(deployments.withName("chat-connector").get())
                .isNotNull()
                .extracting(it -> it.getMetadata().getUid())
                .isNotEqualTo(former.getMetadata().getUid());
            cluster.assertReady(tenant.namespace(), "chat");
            String demo = cluster.endpoint(tenant.namespace(), "chat", "demo");
            assertThat(http.get(demo).statusCode()).as(demo).isEqualTo(200);
          });
    }
  }

  @Test
  void aNewChannelSaysThatItsSecretIsMissingAndHealsWhenItAppears(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "secret")) {
      tenant.applyChat("chat", "Served");
      Cluster.until(
          Cluster.ROLLOUT,
          () ->
              assertThat(cluster.said(tenant.namespace(), "chat", "CredentialsValid"))
                  .isEqualTo("False CredentialMissing"));
      assertThat(cluster.condition(tenant.namespace(), "chat", "CredentialsValid"))
          .hasValueSatisfying(
              it ->
                  assertThat(it.getMessage()).contains("sessionKey").contains("touchpoint keygen"));
      var pods = cluster.connectorUids(tenant.namespace(), "chat");

      tenant.createChatSecret("chat");

      Cluster.until(Cluster.REMOUNT, () -> cluster.assertReady(tenant.namespace(), "chat"));
      assertThat(cluster.said(tenant.namespace(), "chat", "CredentialsValid"))
          .isEqualTo("True Valid");
      assertThat(cluster.connectorUids(tenant.namespace(), "chat"))
          .as("it heals without a new pod")
          .isEqualTo(pods);
    }
  }

  @Test
  void aSecretThatVanishesIsReportedWhileTheChannelGoesOnServing(Cluster cluster) {
    try (Tenant tenant = Tenant.withChat(cluster, "lost");
        Http http = new Http()) {
      String demo = cluster.endpoint(tenant.namespace(), "chat", "demo");
      http.untilStatus(demo, 200);
      var secret = cluster.client().secrets().inNamespace(tenant.namespace()).withName("chat");
      var content = secret.require().getData();

      secret.delete();

      Cluster.until(
          Cluster.REMOUNT,
          () ->
              assertThat(cluster.said(tenant.namespace(), "chat", "CredentialsValid"))
                  .isEqualTo("False CredentialMissing"));
      assertThat(http.get(demo).statusCode()).isEqualTo(200);
      assertThat(cluster.connectors(tenant.namespace(), "chat")).hasSize(2);

      cluster
          .client()
          .resource(
              new io.fabric8.kubernetes.api.model.SecretBuilder()
                  .withNewMetadata()
                  .withName("chat")
                  .withNamespace(tenant.namespace())
                  .endMetadata()
                  .withData(content)
                  .build())
          .create();

      Cluster.until(Cluster.REMOUNT, () -> cluster.assertReady(tenant.namespace(), "chat"));
    }
  }

  @Test
  void aChannelWhoseClassVanishesKeepsItsConnectorsAndHealsWhenItReturns(Cluster cluster) {
    try (Tenant tenant = Tenant.withChat(cluster, "class");
        Http http = new Http()) {
      String demo = cluster.endpoint(tenant.namespace(), "chat", "demo");
      http.untilStatus(demo, 200);
      var pods = cluster.connectorUids(tenant.namespace(), "chat");

      tenant.deleteClass();

      Cluster.until(
          Duration.ofMinutes(1),
          () ->
              assertThat(cluster.said(tenant.namespace(), "chat", "ReferencesResolved"))
                  .isEqualTo("False ClassNotFound"));
      assertThat(cluster.said(tenant.namespace(), "chat", "Stalled")).startsWith("True");
      assertThat(http.get(demo).statusCode()).isEqualTo(200);

      tenant.applyClass();

      Cluster.until(Duration.ofMinutes(1), () -> cluster.assertReady(tenant.namespace(), "chat"));
      assertThat(cluster.connectorUids(tenant.namespace(), "chat")).isEqualTo(pods);
    }
  }

  @Test
  void aChannelWithoutAClassWaitsForItAndStartsThen(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "noclass")) {
      tenant.deleteClass();
      tenant.createChatSecret("chat");
      tenant.applyChat("chat", "Served");
      AtomicReference<String> message = new AtomicReference<>("");
      Cluster.until(
          Duration.ofMinutes(1),
          () ->
              assertThat(cluster.condition(tenant.namespace(), "chat", "ReferencesResolved"))
                  .hasValueSatisfying(
                      it -> {
                        assertThat(it.getReason()).isEqualTo("ClassNotFound");
                        message.set(it.getMessage());
                      }));
      assertThat(message.get()).contains(tenant.namespace());

      tenant.applyClass();

      cluster.untilReady(tenant.namespace(), "chat");
    }
  }
}
