package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.kube.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything one Channel becomes: connectors that serve it, or the probe of a page elsewhere. */
public sealed interface ChannelPlan extends Plan permits ConnectorPlan, WebsitePlan {

  /** Plans a Channel. */
  static ChannelPlan of(Channel channel, ChannelInputs inputs) {
    return switch (channel.getSpec().type()) {
      case WebChat, Webhook, InApp, Kiosk -> ConnectorPlan.of(channel, inputs);
      case Website -> WebsitePlan.of(channel, inputs);
    };
  }

  /** Everything the Channel asks that it cannot have. */
  List<Problem> problems();

  /** The public DNS name it holds, null where it holds none. */
  default @Nullable String host() {
    return null;
  }

  /** What a Channel cannot have under any class. */
  static List<Problem> problems(Channel channel) {
    return Loop.problems(channel, new Exposure.Inside(Paths.of(channel.getSpec())));
  }
}
