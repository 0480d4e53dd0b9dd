package cx.touchpoint.operator.channel;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything one Channel becomes, in the order it is applied.
 *
 * @param objects the objects that should exist
 * @param exposure how customers reach it
 * @param configuration what its connectors are told
 * @param scaling how many connectors there are, and who decides it
 * @param contradictions what the Channel's spec asks against its class or against itself; the rest
 *     is planned all the same
 * @param held why the connectors keep the template they have for now, if they do
 */
public record ChannelPlan(
    List<HasMetadata> objects,
    Exposure exposure,
    ConnectorConfiguration configuration,
    Scaling scaling,
    List<Problem> contradictions,
    Optional<Verdict> held)
    implements Plan {

  public ChannelPlan {
    objects = List.copyOf(objects);
    contradictions = List.copyOf(contradictions);
  }

  /** Plans a Channel. */
  public static ChannelPlan of(Channel channel, ChannelInputs inputs) {
    Identity identity = Identity.of(channel);
    ConnectorConfiguration configuration =
        Configuration.of(channel, Connector.ofClass(inputs).proxy(), inputs.promises());
    Exposure exposure = Exposure.of(channel, inputs);
    Scaling scaling = Scaling.of(channel, inputs);

    var objects = new ArrayList<HasMetadata>();
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
    var contradictions = new ArrayList<Problem>(Bounds.problems(channel, inputs));
    contradictions.addAll(Loop.problems(channel, exposure));
    return new ChannelPlan(
        objects, exposure, configuration, scaling, contradictions, Optional.empty());
  }

  /** Everything the Channel asks that it cannot have. */
  public List<Problem> problems() {
    return Stream.concat(contradictions.stream(), exposure.problems().stream()).toList();
  }

  /** What a Channel cannot have under any class. */
  public static List<Problem> problems(Channel channel) {
    return Loop.problems(channel, new Exposure.Inside(Paths.of(channel.getSpec())));
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
        contradictions,
        held);
  }
}
