package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.kube.EventRecorder;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a status gets to those who read it: into the Channel, and as an Event when it turned. */
final class StatusReports {

  private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);

  private final KubernetesClient client;
  private final EventRecorder events;

  StatusReports(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /** What to write by server-side apply; nothing when the Channel says so already. */
  Optional<Channel> due(Channel channel, ChannelStatus status) {
    if (status.equals(channel.getStatus())) {
      return Optional.empty();
    }
    if (wasMalformed(channel)) {
      merge(channel, "{\"status\":null}");
    }
    tellOfTurn(channel, status);
    return Optional.of(withStatus(channel, status));
  }

  /**
   * Writes a status beside a spec that is not of its form. Server-side apply would hold the whole
   * object against its definition; this holds only what it changes, as far as the definition's
   * rules can be evaluated at all. Where they cannot, the Event is all that can be said.
   */
  void reportMalformed(Channel channel, ChannelStatus status) {
    if (status.equals(channel.getStatus())) {
      return;
    }
    tellOfTurn(channel, status);
    try {
      merge(channel, "{\"status\":" + client.getKubernetesSerialization().asJson(status) + "}");
    } catch (KubernetesClientException e) {
      LOG.warn("the API server takes no status of it until it is mended: {}", e.getMessage());
    }
  }

  private void merge(Channel channel, String patch) {
    client
        .resources(Channel.class)
        .inNamespace(channel.getMetadata().getNamespace())
        .withName(channel.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** What a merge wrote belongs to no field manager that a later apply could take it from. */
  private static boolean wasMalformed(Channel channel) {
    Condition ready = channel.getStatus() == null ? null : ready(channel.getStatus());
    return ready != null && Malformations.REASON.equals(ready.getReason());
  }

  /** Only name, namespace and status: a patch of the whole observed object would own its spec. */
  private static Channel withStatus(Channel channel, ChannelStatus status) {
    var fresh = new Channel();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(channel.getMetadata().getName())
            .withNamespace(channel.getMetadata().getNamespace())
            .build());
    fresh.setStatus(status);
    return fresh;
  }

  private void tellOfTurn(Channel channel, ChannelStatus status) {
    Condition former = channel.getStatus() == null ? null : ready(channel.getStatus());
    Condition now = ready(status);
    if (now != null && isNews(former, now)) {
      LOG.info("Ready is {}, {}: {}", now.getStatus(), now.getReason(), now.getMessage());
      events.record(channel, now);
    }
  }

  /** That a new Channel is on its way is none: nothing has turned, and its status says so. */
  private static boolean isNews(@Nullable Condition former, Condition now) {
    return former == null
        ? !now.getStatus().equals("Unknown")
        : !former.getStatus().equals(now.getStatus())
            || !former.getReason().equals(now.getReason());
  }

  private static @Nullable Condition ready(ChannelStatus status) {
    return Conditions.find(status.conditions(), ChannelStatuses.READY).orElse(null);
  }
}
