package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.OptionalApi;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing a team writes makes its objects pass for another's. */
final class TenantsTest {

  private static final KubernetesSerialization YAML = OperatorProcess.serialization();

  /** Labels a class, written by the platform team or a forger, might try to put over ours. */
  private static final ChannelClass CLASS =
      YAML.unmarshal(
          """
          apiVersion: touchpoint.cx/v1alpha1
          kind: ChannelClass
          metadata: {name: standard}
          spec:
            exposure: {type: None}
            connector:
              podLabels: {touchpoint.cx/channel: other, app.kubernetes.io/name: prometheus, team: a}
            monitoring:
              labels: {touchpoint.cx/channel: other, app.kubernetes.io/managed-by: me, release: p}
          """,
          ChannelClass.class);

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata:
        name: support
        namespace: %s
        uid: 11111111-1111-1111-1111-111111111111
        %s
      spec: {type: WebChat, webChat: {demoPage: Served}, responder: {type: Echo}}
      """;

  private static final String FORGED =
      "labels: {touchpoint.cx/channel: other, app.kubernetes.io/managed-by: touchpoint,"
          + " app.kubernetes.io/name: touchpoint-connector, app.kubernetes.io/instance: other}\n"
          + "  annotations: {touchpoint.cx/rollout-slot: standard, touchpoint.cx/generation: '9'}\n"
          + "  ownerReferences: [{apiVersion: touchpoint.cx/v1alpha1, kind: Channel, name: other,"
          + " uid: 2, controller: true}]";

  @Test
  void labelsAndAnnotationsOfAChannelReachNothingItBecomes() {
    ConnectorPlan forged = plan(CHANNEL.formatted("care", FORGED));
    assertThat(YAML.asYaml(forged.objects()))
        .isEqualTo(YAML.asYaml(plan(CHANNEL.formatted("care", "")).objects()));
  }

  @Test
  void labelsOfAClassNeverReplaceThoseThingsAreFoundBy() {
    ConnectorPlan plan = plan(CHANNEL.formatted("care", ""));
    assertThat(plan.objects())
        .allSatisfy(
            it ->
                assertThat(it.getMetadata().getLabels())
                    .containsAllEntriesOf(Labels.of("support")));
    assertThat(plan.connector().getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(Labels.of("support"))
        .containsEntry("team", "a");
    assertThat(the(PodMonitor.class, plan).getMetadata().getLabels()).containsEntry("release", "p");
  }

  @Test
  void twoTeamsChannelsOfOneNameHaveNothingInCommon() {
    ConnectorPlan care = plan(CHANNEL.formatted("care", ""));
    ConnectorPlan sales = plan(CHANNEL.formatted("sales", ""));
    assertThat(care.objects())
        .allSatisfy(it -> assertThat(it.getMetadata().getNamespace()).isEqualTo("care"));
    assertThat(sales.objects())
        .allSatisfy(it -> assertThat(it.getMetadata().getNamespace()).isEqualTo("sales"));
  }

  @Test
  void whateverSelectsPodsSelectsThoseOfItsChannelInItsNamespace() {
    ConnectorPlan plan = plan(CHANNEL.formatted("care", ""));
    Map<String, String> own = Labels.selecting("support");
    assertThat(own).containsEntry("touchpoint.cx/channel", "support");

    assertThat(List.of(the(NetworkPolicy.class, plan).getSpec().getPodSelector()))
        .allSatisfy(it -> selectsOnly(it, own));
    selectsOnly(the(PodDisruptionBudget.class, plan).getSpec().getSelector(), own);
    selectsOnly(the(Deployment.class, plan).getSpec().getSelector(), own);
    selectsOnly(the(PodMonitor.class, plan).getSpec().getSelector(), own);
    // Without a namespaceSelector Prometheus looks in the PodMonitor's own namespace.
    assertThat(the(PodMonitor.class, plan).getSpec().getNamespaceSelector()).isNull();
    assertThat(plan.objects())
        .filteredOn(Service.class::isInstance)
        .hasSize(2)
        .allSatisfy(it -> assertThat(((Service) it).getSpec().getSelector()).isEqualTo(own));
  }

  private static void selectsOnly(LabelSelector selector, Map<String, String> own) {
    assertThat(selector.getMatchLabels()).isEqualTo(own);
    assertThat(selector.getMatchExpressions()).isEmpty();
  }

  private static <R extends HasMetadata> R the(Class<R> kind, ConnectorPlan plan) {
    return plan.objects().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName()));
  }

  private static ConnectorPlan plan(String channel) {
    return ConnectorPlan.of(
        YAML.unmarshal(channel, Channel.class),
        new ChannelInputs(
            CLASS,
            new OperatorSettings("touchpoint-system", "touchpoint/connector:1"),
            EnumSet.allOf(OptionalApi.class)));
  }
}
