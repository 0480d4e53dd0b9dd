package cx.touchpoint.operator.channel;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * Everything one Channel becomes, in the order it is applied.
 *
 * @param objects the objects that should exist
 * @param exposure how customers reach it
 * @param configuration what its connectors are told
 * @param scaling how many connectors there are, and who decides it
 * @param problems what the Channel asks and its class cannot give; the rest is planned all the same
 * @param held why the connectors keep the template they have for now, if they do
 */
public record ChannelPlan(
    List<HasMetadata> objects,
    Exposure exposure,
    ConnectorConfiguration configuration,
    Scaling scaling,
    List<Problem> problems,
    Optional<Verdict> held)
    implements Plan {

  public ChannelPlan {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
  }

  /** Plans a Channel. */
  public static ChannelPlan of(Channel channel, ChannelInputs inputs) {
    Identity identity = Identity.of(channel);
    ConnectorConfiguration configuration =
        Configuration.of(channel, Connector.ofClass(inputs).proxy());
    Exposure exposure = Exposure.of(channel, inputs);
    Scaling scaling = Scaling.of(channel, inputs);

    var objects = new java.util.ArrayList<HasMetadata>();
    objects.add(Connector.account(identity));
    objects.add(Configuration.file(identity, configuration));
    objects.add(Services.open(identity, exposure));
    objects.add(Services.internal(identity));
    objects.add(Limits.disruption(identity));
    Limits.network(identity, inputs).ifPresent(objects::add);
    objects.add(Connector.deployment(identity, channel, inputs, scaling));
    scaling.scaler(identity).ifPresent(objects::add);
    exposure.route(identity).ifPresent(objects::add);
    Monitoring.of(identity, inputs).ifPresent(objects::add);
    return new ChannelPlan(
        objects, exposure, configuration, scaling, exposure.problems(), Optional.empty());
  }

  /** The Deployment of the connectors. */
  Deployment connector() {
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** The same with another Deployment of the connectors. */
  ChannelPlan with(Deployment connector, Optional<Verdict> held) {
    return new ChannelPlan(
        objects.stream().map(it -> it instanceof Deployment ? connector : it).toList(),
        exposure,
        configuration,
        scaling,
        problems,
        held);
  }
}
