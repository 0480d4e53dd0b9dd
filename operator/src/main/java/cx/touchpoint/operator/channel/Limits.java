package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done to a Channel's pods: how many may go at once, and who may talk to them. */
final class Limits {

  /** Every namespace carries its own name under this label (Kubernetes 1.22 and newer). */
  static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private static final int DNS = 53;

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

  /**
   * Whom the class lets, else everyone, reaches the public port; only the operator, Prometheus and
   * who may reply later the internal one. Connectors reach everything, unless the class says what.
   */
  static Optional<NetworkPolicy> network(Identity identity, Channel channel, ChannelInputs inputs) {
    var ofClass = inputs.channelClass().getSpec().networkPolicy();
    if (ofClass != null && ofClass.mode() == ChannelClassSpec.NetworkPolicy.Mode.None) {
      return Optional.empty();
    }
    List<NetworkPolicyEgressRule> egress = egress(ofClass);
    return Optional.of(
        new NetworkPolicyBuilder()
            .withMetadata(identity.metadata())
            .withNewSpec()
            .withPolicyTypes(egress.isEmpty() ? List.of("Ingress") : List.of("Ingress", "Egress"))
            .withNewPodSelector()
            .withMatchLabels(Labels.selecting(identity.channel()))
            .endPodSelector()
            .addNewIngress()
            .withFrom(ofClass == null ? null : ofClass.ingressFrom())
            .withPorts(port("TCP", Ports.PUBLIC))
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
            .addAllToFrom(LateReplies.peers(channel, inputs))
            .withPorts(port("TCP", Ports.INTERNAL))
            .endIngress()
            .withEgress(egress)
            .endSpec()
            .build());
  }

  /** Nothing where connectors may reach everything. Without names no other peer is ever found. */
  private static List<NetworkPolicyEgressRule> egress(
      ChannelClassSpec.@Nullable NetworkPolicy ofClass) {
    List<NetworkPolicyPeer> peers = ofClass == null ? null : ofClass.egressTo();
    return peers == null || peers.isEmpty()
        ? List.of()
        : List.of(
            new NetworkPolicyEgressRuleBuilder()
                .withPorts(port("UDP", DNS), port("TCP", DNS))
                .build(),
            new NetworkPolicyEgressRuleBuilder().withTo(peers).build());
  }

  /**
   * What a class does to the connections of connectors, for those who look for the fault.
   *
   * @param what they cannot reach
   */
  static Optional<String> ofConnections(ChannelInputs inputs, String what) {
    return egress(inputs.channelClass().getSpec().networkPolicy()).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "ChannelClass %s lets connectors reach only what its networkPolicy.egressTo lists: is %s among it?"
                .formatted(inputs.channelClass().getMetadata().getName(), what));
  }

  private static NetworkPolicyPort port(String protocol, int number) {
    return new NetworkPolicyPortBuilder().withNewPort(number).withProtocol(protocol).build();
  }
}
