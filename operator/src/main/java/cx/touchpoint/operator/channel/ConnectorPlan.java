package cx.touchpoint.operator.channel;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Channel becomes that connectors serve, in the order it is applied.
 *
 * @param objects the objects that should exist
 * @param exposure how customers reach it
 * @param configuration what its connectors are told
 * @param scaling how many connectors there are, and who decides it
 * @param capacity what its response-time targets ask of them, if there are any
 * @param contradictions what the Channel's spec asks against its class or against itself; the rest
 *     is planned all the same
 * @param held why the connectors keep the template they have for now, if they do
 */
public record ConnectorPlan(
    List<HasMetadata> objects,
    Exposure exposure,
    ConnectorConfiguration configuration,
    Scaling scaling,
    Optional<Capacity> capacity,
    List<Problem> contradictions,
    Optional<Verdict> held)
    implements ChannelPlan {

  public ConnectorPlan {
    objects = List.copyOf(objects);
    contradictions = List.copyOf(contradictions);
  }

  /** Plans a Channel of any type that connectors serve. */
  public static ConnectorPlan of(Channel channel, ChannelInputs inputs) {
    Identity identity = Identity.of(channel);
    ConnectorConfiguration configuration = Configuration.of(channel, inputs);
    Exposure exposure = Exposure.of(channel, inputs);
    Optional<Capacity> capacity = Capacity.of(channel, inputs);
    Scaling scaling = Scaling.of(channel, inputs, capacity);

    var objects = new ArrayList<HasMetadata>();
    objects.add(Connector.account(identity));
    objects.add(Configuration.file(identity, configuration));
    objects.add(Services.open(identity, exposure));
    objects.add(Services.internal(identity));
    objects.add(Limits.disruption(identity));
    Limits.network(identity, inputs).ifPresent(objects::add);
    objects.add(Connector.deployment(identity, channel, inputs, scaling, capacity));
    scaling.scaler(identity).ifPresent(objects::add);
    exposure.route(identity).ifPresent(objects::add);
    Monitoring.of(identity, inputs, scaling).ifPresent(objects::add);
    CapacityAlerts.of(identity, channel, inputs, scaling).ifPresent(objects::add);
    Probing.ofPing(channel, exposure, inputs).ifPresent(objects::add);
    var contradictions = new ArrayList<Problem>(Bounds.problems(channel, inputs));
    contradictions.addAll(Loop.problems(channel, exposure));
    return new ConnectorPlan(
        objects, exposure, configuration, scaling, capacity, contradictions, Optional.empty());
  }

  @Override
  public List<Problem> problems() {
    return Stream.concat(contradictions.stream(), exposure.problems().stream()).toList();
  }

  @Override
  public @Nullable String host() {
    return exposure.host();
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
  ConnectorPlan with(Deployment connector, Optional<Verdict> held) {
    return new ConnectorPlan(
        objects.stream().map(it -> it instanceof Deployment ? connector : it).toList(),
        exposure,
        configuration,
        scaling,
        capacity,
        contradictions,
        held);
  }
}
