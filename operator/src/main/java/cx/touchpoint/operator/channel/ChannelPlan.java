package cx.touchpoint.operator.channel;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.kube.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * Everything one Channel becomes, in the order it is applied.
 *
 * @param objects the objects that should exist
 * @param exposure how customers reach it
 * @param configuration what its connectors are told
 * @param scaling how many connectors there are, and who decides it
 * @param problems what the Channel asks and its class cannot give; the rest is planned all the same
 */
public record ChannelPlan(
    List<HasMetadata> objects,
    Exposure exposure,
    ConnectorConfiguration configuration,
    Scaling scaling,
    List<Problem> problems)
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
    return new ChannelPlan(objects, exposure, configuration, scaling, exposure.problems());
  }
}
