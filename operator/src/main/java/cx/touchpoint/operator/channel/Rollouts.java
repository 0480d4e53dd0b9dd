package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.KnownTemplates;
import cx.touchpoint.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the connectors of a Channel may take the template that is planned for them now. A change
 * of a class or of the operator concerns many Channels; only some of them replace their connectors
 * at the same time. The others are written with the template they have, and go on serving.
 */
final class Rollouts {

  private static final int DEFAULT_MOST = 3;
  private static final int DIGEST_LENGTH = 12;

  /** What is known of all Channels. */
  interface View {

    Stream<Channel> channels();

    Optional<Channel> channel(ResourceID id);

    Optional<Deployment> connector(Channel channel);

    List<Pod> pods(Channel channel);

    /** Those of the Channel's namespace. */
    Collection<ServiceLevelObjective> objectives(Channel channel);
  }

  private final View view;
  private final Consumer<ResourceID> nudge;
  private final Clock clock;
  private final RolloutSlots slots = new RolloutSlots();
  private final KnownTemplates templates = new KnownTemplates();
  private boolean begun;

  Rollouts(View view, Consumer<ResourceID> nudge, Clock clock) {
    this.view = view;
    this.nudge = nudge;
    this.clock = clock;
  }

  /** Tells those who wait when somebody who held a slot has disappeared. */
  void wake() {
    slots.wake(it -> view.channel(it).isPresent(), nudge);
  }

  /** A Channel that has no connectors any more waits for nothing and keeps nobody waiting. */
  void forget(Channel channel) {
    slots.leave(ResourceID.fromResource(channel));
  }

  /** The plan as it may be written now. */
  ConnectorPlan paced(
      Channel channel, ChannelClass channelClass, ConnectorPlan plan, Context<Channel> context) {
    begin();
    ResourceID id = ResourceID.fromResource(channel);
    Deployment live = view.connector(channel).orElse(null);
    Deployment planned = plan.connector();
    String generation = generation(channel);
    if (live == null) {
      slots.leave(id);
      TemplateMarks marks = TemplateMarks.NONE.given(digest(planned, context), clock.instant());
      return plan.with(marks.writtenFor(generation, null).on(planned), Optional.empty());
    }
    boolean holds = settle(channel, live);
    TemplateMarks marks = TemplateMarks.of(live);
    Optional<PodTemplateSpec> written = templates.ifOther(id, live, planned, context);
    if (written.isEmpty()) {
      if (!holds) {
        slots.leave(id);
      }
      TemplateMarks same = marks.template() == null ? marks.named(digest(planned, context)) : marks;
      return plan.with(same.writtenFor(generation, marks.slot()).on(planned), Optional.empty());
    }
    String digest = digest(planned, context);
    Optional<Verdict> held =
        digest.equals(marks.former())
            ? Optional.empty()
            : BudgetHold.of(
                channel,
                view.objectives(channel),
                written.get(),
                planned.getSpec().getTemplate(),
                marks.givenAt());
    if (held.isPresent()) {
      return plan.with(marks.on(holding(planned, written.get())), held);
    }
    TemplateMarks given = marks.given(digest, clock.instant());
    if (holds) {
      return plan.with(given.writtenFor(generation, marks.slot()).on(planned), Optional.empty());
    }
    if (isOwnChange(channel, marks) || hasNothingToLose(channel, live)) {
      slots.leave(id);
      return plan.with(given.writtenFor(generation, null).on(planned), Optional.empty());
    }
    String name = channelClass.getMetadata().getName();
    int most = most(channelClass);
    if (slots.take(name, most, id)) {
      return plan.with(given.writtenFor(generation, name).on(planned), Optional.empty());
    }
    return plan.with(
        marks.on(holding(planned, written.get())),
        Optional.of(
            Verdict.yes(
                "SlotsTaken",
                "ChannelClass %s or the operator changed. %d Channels of the class replace their connectors at the same time; these keep serving as they are until it is their turn"
                    .formatted(name, most))));
  }

  /** Names a template; computed only where it is new. */
  private static String digest(Deployment planned, Context<Channel> context) {
    return Names.digest(
            context
                .getClient()
                .getKubernetesSerialization()
                .asJson(planned.getSpec().getTemplate()))
        .substring(0, DIGEST_LENGTH);
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
    String slot = TemplateMarks.of(live).slot();
    if (slot == null || Rollout.isSettled(live) || lacksCredentials(channel)) {
      if (slots.release(id)) {
        wake();
      }
      return false;
    }
    slots.hold(slot, id);
    return true;
  }

  private static boolean isOwnChange(Channel channel, TemplateMarks marks) {
    String written = marks.generation();
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

  private static String generation(Channel channel) {
    return String.valueOf(channel.getMetadata().getGeneration());
  }

  private static @Nullable String observed(Channel channel) {
    return channel.getStatus() == null
        ? null
        : String.valueOf(channel.getStatus().observedGeneration());
  }
}
