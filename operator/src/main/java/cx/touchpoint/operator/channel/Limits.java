package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/** What may be done to a Channel's pods: how many may go at once, and who may talk to them. */
final class Limits {

  /** Every namespace carries its own name under this label (Kubernetes 1.22 and newer). */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private Limits() {}

  /** One pod at a time; a pod that is not ready anyway never stands in the way of a drain. */
  static PodDisruptionBudget disruption(Identity identity) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withNewMaxUnavailable(1)
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.selecting(identity.channel()))
        .endSelector()
        .endSpec()
        .build();
  }

  /** Everyone reaches the public port; only the operator and Prometheus the internal one. */
  static Optional<NetworkPolicy> network(Identity identity, ChannelInputs inputs) {
    var ofClass = inputs.channelClass().getSpec().networkPolicy();
    if (ofClass != null && ofClass.mode() == ChannelClassSpec.NetworkPolicy.Mode.None) {
      return Optional.empty();
    }
    return Optional.of(
        new NetworkPolicyBuilder()
            .withMetadata(identity.metadata())
            .withNewSpec()
            .withPolicyTypes("Ingress")
            .withNewPodSelector()
            .withMatchLabels(Labels.selecting(identity.channel()))
            .endPodSelector()
            .addNewIngress()
            .addNewPort()
            .withNewPort(Ports.PUBLIC)
            .withProtocol("TCP")
            .endPort()
            .endIngress()
            .addNewIngress()
            .addNewFrom()
            .withNewNamespaceSelector()
            .addToMatchLabels(NAMESPACE_NAME, inputs.settings().namespace())
            .endNamespaceSelector()
            .withNewPodSelector()
            .addToMatchLabels(Labels.NAME, Labels.OPERATOR)
            .endPodSelector()
            .endFrom()
            .addNewFrom()
            .withNewNamespaceSelector()
            .endNamespaceSelector()
            .withNewPodSelector()
            .addToMatchLabels(Labels.NAME, "prometheus")
            .endPodSelector()
            .endFrom()
            .addNewPort()
            .withNewPort(Ports.INTERNAL)
            .withProtocol("TCP")
            .endPort()
            .endIngress()
            .endSpec()
            .build());
  }
}
