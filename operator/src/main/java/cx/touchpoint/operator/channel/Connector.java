package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Deployment of a Channel's connectors, and the account they run under. */
final class Connector {

  /** A rollout that has not moved for this long is reported as failed, in seconds. */
  private static final int PROGRESS_DEADLINE_SECONDS = 300;

  private static final int KEPT_REVISIONS = 3;

  private static final Duration DEFAULT_STARTUP = Duration.ofSeconds(5);

  /** Why there may be so many, as few and how they come and go. */
  private static final String SIZING = "touchpoint.cx/sizing";

  private static final IntOrString ONE = new IntOrString(1);

  /** Rounded up, so at least one; then any number of replicas is replaced in about four rounds. */
  private static final IntOrString A_QUARTER = new IntOrString("25%");

  private static final ChannelClassSpec.Connector DEFAULTS =
      new ChannelClassSpec.Connector(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  private Connector() {}

  /** An account of its own, which nothing is allowed and whose token nobody mounts. */
  static ServiceAccount account(Identity identity) {
    return new ServiceAccountBuilder()
        .withMetadata(identity.metadata())
        .withAutomountServiceAccountToken(false)
        .build();
  }

  static Deployment deployment(
      Identity identity,
      Channel channel,
      ChannelInputs inputs,
      Scaling scaling,
      Optional<Capacity> capacity) {
    ChannelClassSpec.Connector ofClass = ofClass(inputs);
    return new DeploymentBuilder()
        .withMetadata(identity.metadata())
        .editMetadata()
        .withAnnotations(
            capacity.isPresent()
                ? Map.of(SIZING, Replicas.limits(channel, inputs, scaling))
                : Map.of())
        .endMetadata()
        .withNewSpec()
        .withReplicas(scaling.fixedReplicas())
        .withRevisionHistoryLimit(KEPT_REVISIONS)
        .withProgressDeadlineSeconds(PROGRESS_DEADLINE_SECONDS)
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withNewMaxUnavailable(0)
        .withMaxSurge(capacity.isPresent() ? A_QUARTER : ONE)
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selecting(identity.channel()))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(with(ofClass.podLabels(), Labels.of(identity.channel())))
        .withAnnotations(ofClass.podAnnotations())
        .endMetadata()
        .withSpec(
            ConnectorPod.of(identity, channel, inputs, image(ofClass, inputs), startup(inputs)))
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Adds the class's labels to ours; ours win, because selectors depend on them. */
  static Map<String, String> with(@Nullable Map<String, String> ofClass, Map<String, String> ours) {
    var labels = new TreeMap<String, String>();
    if (ofClass != null) {
      labels.putAll(ofClass);
    }
    labels.putAll(ours);
    return labels;
  }

  /** What a connector asks for and may use where its class does not say. */
  static ChannelClassSpec.Resources defaultResources() {
    var memory = new Quantity("256Mi");
    // Sorted: Map.of orders its entries anew in every process, and a plan must be the same.
    return new ChannelClassSpec.Resources(
        new TreeMap<>(Map.of("cpu", new Quantity("200m"), "memory", memory)),
        Map.of("memory", memory));
  }

  /** The class's settings of connectors, empty where it has none. */
  static ChannelClassSpec.Connector ofClass(ChannelInputs inputs) {
    var ofClass = inputs.channelClass().getSpec().connector();
    return ofClass == null ? DEFAULTS : ofClass;
  }

  /** How long a connector takes from its making until it serves. */
  static Duration startup(ChannelInputs inputs) {
    var scaling = inputs.channelClass().getSpec().scaling();
    return scaling == null || scaling.startupTime() == null
        ? DEFAULT_STARTUP
        : Durations.parse(scaling.startupTime());
  }

  private static String image(ChannelClassSpec.Connector ofClass, ChannelInputs inputs) {
    return ofClass.image() == null ? inputs.settings().connectorImage() : ofClass.image();
  }
}
