package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.KnownTemplates;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the connectors of a Channel may take the template that is planned for them now. A change
 * of a class or of the operator concerns many Channels; only some of them replace their connectors
 * at the same time. The others are written with the template they have, and go on serving.
 */
final class Rollouts {

  /** The Channel's generation that a Deployment was last written for. */
  static final String GENERATION = "touchpoint.cx/generation";

  /** The class in whose slot a Deployment took its template. */
  static final String SLOT = "touchpoint.cx/rollout-slot";

  private static final int DEFAULT_MOST = 3;

  /** What is known of all Channels. */
  interface View {

    Stream<Channel> channels();

    Optional<Channel> channel(ResourceID id);

    Optional<Deployment> connector(Channel channel);

    List<Pod> pods(Channel channel);
  }

  private final View view;
  private final Consumer<ResourceID> nudge;
  private final RolloutSlots slots = new RolloutSlots();
  private final KnownTemplates templates = new KnownTemplates();
  private boolean begun;

  Rollouts(View view, Consumer<ResourceID> nudge) {
    this.view = view;
    this.nudge = nudge;
  }

  /** Tells those who wait when somebody who held a slot has disappeared. */
  void wake() {
    slots.wake(it -> view.channel(it).isPresent(), nudge);
  }

  /** The plan as it may be written now. */
  ChannelPlan paced(
      Channel channel, ChannelClass channelClass, ChannelPlan plan, Context<Channel> context) {
    begin();
    ResourceID id = ResourceID.fromResource(channel);
    Deployment live = view.connector(channel).orElse(null);
    Deployment planned = plan.connector();
    if (live == null) {
      slots.leave(id);
      return plan.with(marked(planned, generation(channel), null), Optional.empty());
    }
    boolean holds = settle(channel, live);
    Optional<PodTemplateSpec> written = templates.ifOther(id, live, planned, context);
    if (written.isEmpty()) {
      if (!holds) {
        slots.leave(id);
      }
      return plan.with(marked(planned, generation(channel), slot(live)), Optional.empty());
    }
    if (holds) {
      return plan.with(marked(planned, generation(channel), slot(live)), Optional.empty());
    }
    if (isOwnChange(channel, live) || hasNothingToLose(channel, live)) {
      slots.leave(id);
      return plan.with(marked(planned, generation(channel), null), Optional.empty());
    }
    String name = channelClass.getMetadata().getName();
    int most = most(channelClass);
    if (slots.take(name, most, id)) {
      return plan.with(marked(planned, generation(channel), name), Optional.empty());
    }
    return plan.with(
        marked(holding(planned, written.get()), annotation(live, GENERATION), slot(live)),
        Optional.of(
            Verdict.yes(
                "SlotsTaken",
                "ChannelClass %s or the operator changed. %d Channels of the class replace their connectors at the same time; these keep serving as they are until it is their turn"
                    .formatted(name, most))));
  }

  /** After a restart those hold slots whose Deployments say so. */
  private synchronized void begin() {
    if (!begun) {
      begun = true;
      view.channels()
          .forEach(channel -> view.connector(channel).ifPresent(live -> settle(channel, live)));
    }
  }

  private boolean settle(Channel channel, Deployment live) {
    ResourceID id = ResourceID.fromResource(channel);
    String slot = slot(live);
    if (slot == null || Rollout.isSettled(live) || lacksCredentials(channel)) {
      if (slots.release(id)) {
        wake();
      }
      return false;
    }
    slots.hold(slot, id);
    return true;
  }

  private static boolean isOwnChange(Channel channel, Deployment live) {
    String written = annotation(live, GENERATION);
    // Written before there was this annotation: then the status knows.
    return !generation(channel).equals(written == null ? observed(channel) : written);
  }

  /** Its team's mistake must not hold up the others of its class, nor a mend be held up by them. */
  private boolean hasNothingToLose(Channel channel, Deployment live) {
    Integer replicas = live.getSpec().getReplicas();
    return lacksCredentials(channel)
        || Rollout.of(Optional.of(live), replicas == null ? 1 : replicas, view.pods(channel))
            .fails();
  }

  private static boolean lacksCredentials(Channel channel) {
    return channel.getStatus() != null
        && Conditions.find(channel.getStatus().conditions(), ChannelStatuses.CREDENTIALS)
            .filter(it -> "False".equals(it.getStatus()))
            .isPresent();
  }

  private static int most(ChannelClass channelClass) {
    var rollout = channelClass.getSpec().rollout();
    return rollout == null || rollout.maxConcurrent() == null
        ? DEFAULT_MOST
        : rollout.maxConcurrent();
  }

  private static Deployment holding(Deployment planned, PodTemplateSpec written) {
    return new DeploymentBuilder(planned).editSpec().withTemplate(written).endSpec().build();
  }

  private static Deployment marked(
      Deployment planned, @Nullable String generation, @Nullable String slot) {
    var marks = new TreeMap<String, String>();
    if (generation != null) {
      marks.put(GENERATION, generation);
    }
    if (slot != null) {
      marks.put(SLOT, slot);
    }
    return new DeploymentBuilder(planned)
        .editMetadata()
        .withAnnotations(marks)
        .endMetadata()
        .build();
  }

  private static String generation(Channel channel) {
    return String.valueOf(channel.getMetadata().getGeneration());
  }

  private static @Nullable String observed(Channel channel) {
    return channel.getStatus() == null
        ? null
        : String.valueOf(channel.getStatus().observedGeneration());
  }

  private static @Nullable String slot(Deployment live) {
    return annotation(live, SLOT);
  }

  private static @Nullable String annotation(Deployment live, String key) {
    Map<String, String> annotations = live.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(key);
  }
}
