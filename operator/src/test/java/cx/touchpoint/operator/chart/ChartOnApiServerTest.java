package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cx.touchpoint.operator.testing.CrdFile;
import cx.touchpoint.operator.testing.OptionalApiFiles;
import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real API server says to the rendered chart. */
@ExtendWith({OptionalApiFiles.class, Helm.class, RealApiServer.class})
final class ChartOnApiServerTest {

  private static final PatchContext DRY_RUN =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("helm")
          .withForce(true)
          .withFieldValidation("Strict")
          .withDryRun(List.of("All"))
          .build();

  @Test
  void everyObjectOfTheDefaultsIsAccepted(
      Helm helm, KubernetesClient client, RealApiServer server) {
    assertAllAccepted(helm.render("--namespace", server.newNamespace(client, "chart")), client);
  }

  @Test
  void everyObjectWithEveryValueSetIsAccepted(
      Helm helm, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "chart");
    String watched = server.newNamespace(client, "chart-watched");
    CrdFile.apply(client, OptionalApiFiles.of("podmonitors"));
    CrdFile.apply(client, OptionalApiFiles.of("grafanadashboards"));
    try {
      assertAllAccepted(
          helm.render(
              "--namespace",
              namespace,
              "--values",
              Helm.fixture("every-value.yaml").toString(),
              "--set",
              "watchNamespaces={%s}".formatted(watched)),
          client);
    } finally {
      for (String kind :
          List.of(
              "podmonitors.monitoring.coreos.com", "grafanadashboards.grafana.integreatly.org")) {
        client.apiextensions().v1().customResourceDefinitions().withName(kind).delete();
      }
    }
  }

  @Test
  void theOperatorsPodMeetsTheRestrictedLevel(Helm helm, KubernetesClient client) {
    String namespace = restricted(client, "chart-restricted");
    var objects = helm.render("--namespace", namespace);
    client.resource(Helm.only(objects, ServiceAccount.class)).createOr(it -> it.update());

    Pod accepted = client.resource(pod(objects, namespace)).dryRun().create();

    assertThat(accepted.getSpec().getServiceAccountName()).isEqualTo("touchpoint-operator");
  }

  /** Shows that the level is enforced at all, so that the test above can fail. */
  @Test
  void aPodThatMayEscalateIsRefusedThere(Helm helm, KubernetesClient client) {
    String namespace = restricted(client, "chart-enforces");
    var objects = helm.render("--namespace", namespace);
    client.resource(Helm.only(objects, ServiceAccount.class)).createOr(it -> it.update());
    Pod pod = pod(objects, namespace);
    pod.getSpec().getContainers().getFirst().getSecurityContext().setCapabilities(null);

    assertThatThrownBy(() -> client.resource(pod).dryRun().create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("violates PodSecurity \"restricted:latest\"")
        .hasMessageContaining("capabilities");
  }

  private static void assertAllAccepted(List<HasMetadata> objects, KubernetesClient client) {
    assertThat(objects).isNotEmpty();
    for (HasMetadata object : objects) {
      HasMetadata accepted = client.resource(object).patch(DRY_RUN);
      assertThat(accepted.getMetadata().getName()).isEqualTo(object.getMetadata().getName());
    }
  }

  private static String restricted(KubernetesClient client, String name) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    return name;
  }

  private static Pod pod(List<HasMetadata> objects, String namespace) {
    var template = Helm.only(objects, Deployment.class).getSpec().getTemplate();
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName("operator")
        .withNamespace(namespace)
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }
}
