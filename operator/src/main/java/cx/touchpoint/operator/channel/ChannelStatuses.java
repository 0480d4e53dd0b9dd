package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.api.v1alpha1.ChannelStatus.Endpoint;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.connectors.Report;
import cx.touchpoint.operator.history.Durability;
import cx.touchpoint.operator.measure.Strain;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said about a Channel. {@code Ready} is False when a person has to act (then {@code
 * Stalled} says so too), Unknown while something is under way (then {@code Reconciling} does), as
 * kstatus reads them.
 */
final class ChannelStatuses {

  static final String READY = "Ready";
  static final String RECONCILING = "Reconciling";
  static final String STALLED = "Stalled";
  static final String REFERENCES = "ReferencesResolved";
  static final String EXPOSED = "Exposed";
  static final String CONFIGURATION = "ConfigurationApplied";
  static final String CREDENTIALS = "CredentialsValid";
  static final String AUTOSCALED = "Autoscaled";
  static final String HOST_TAKEN = "HostTaken";
  static final String ROLLOUT_HELD = "RolloutHeld";

  private static final String[] STRAINS =
      Arrays.stream(Strain.values()).map(Strain::name).toArray(String[]::new);

  private ChannelStatuses() {}

  /**
   * The status of a Channel whose connectors are written.
   *
   * @param references what there is to say about the class in force
   * @param strains what stands between it and the replicas its promises need
   * @param figures where its targets stand
   */
  static ChannelStatus of(
      Channel channel,
      ChannelInputs inputs,
      Verdict references,
      ConnectorPlan plan,
      Observed observed,
      Map<Strain, Verdict> strains,
      ChannelFigures figures,
      Clock clock) {
    List<Endpoint> endpoints = Reach.endpoints(channel, plan.exposure(), observed);
    Verdict credentials =
        said(channel, CREDENTIALS, observed)
            .orElseGet(() -> Connectors.credentials(channel, inputs, observed.reports()));
    Verdict exposed = Exposed.of(plan.exposure(), observed, !endpoints.isEmpty());
    int replicas = Scaled.replicas(plan.scaling(), observed);
    Verdict rollout = Rollout.of(observed.connector(), replicas, observed.pods());
    Verdict configuration =
        said(channel, CONFIGURATION, observed)
            .orElseGet(
                () ->
                    Connectors.configuration(
                        observed.reports(), plan.configuration().revision(), rollout.holds()));

    Optional<Verdict> durable =
        Connectors.durability(inputs, observed.reports())
            .map(now -> said(channel, Durability.TYPE, observed).orElse(now));
    Verdict ready =
        contradiction(plan)
            .orElseGet(() -> Readiness.of(rollout, credentials, exposed, configuration, durable));
    Conditions conditions =
        begin(channel, ready, clock)
            .add(REFERENCES, references)
            .add(CREDENTIALS, credentials)
            .add(EXPOSED, exposed)
            .add(CONFIGURATION, configuration);
    durable.ifPresent(it -> conditions.add(Durability.TYPE, it));
    Scaled.of(plan.scaling(), observed).ifPresent(it -> conditions.add(AUTOSCALED, it));
    strains.forEach((strain, verdict) -> conditions.add(strain.name(), verdict));
    if (plan.exposure() instanceof Exposure.HostTaken) {
      conditions.add(HOST_TAKEN, Verdict.yes("HeldByAnother", exposed.message()));
    }
    plan.held().ifPresent(it -> hold(conditions, ready, it));
    return new ChannelStatus(
        channel.getMetadata().getGeneration(),
        inputs.channelClass().getMetadata().getName(),
        replicas,
        Rollout.ready(observed.connector()),
        Replicas.because(replicas, plan.scaling(), plan.capacity()),
        endpoints.isEmpty() ? null : endpoints.getFirst().url(),
        endpoints,
        figures.attainment(),
        figures.targets(),
        figures.measuredAt(),
        conditions.list());
  }

  /** The status of a Website whose probe is written, if there can be one. */
  static ChannelStatus of(
      Channel channel,
      ChannelInputs inputs,
      Verdict references,
      WebsitePlan plan,
      ChannelFigures figures,
      Clock clock) {
    return new ChannelStatus(
        channel.getMetadata().getGeneration(),
        inputs.channelClass().getMetadata().getName(),
        null,
        null,
        null,
        plan.url(),
        Reach.endpoints(channel.getSpec(), plan.url()),
        figures.attainment(),
        figures.targets(),
        figures.measuredAt(),
        begin(channel, Probed.of(plan.probing()), clock).add(REFERENCES, references).list());
  }

  /**
   * The status of a Channel whose class is not there, or not for it. Nothing is taken away from
   * customers because a reference was lost.
   *
   * @param lasting what was made before and goes on as it was, in words
   */
  static ChannelStatus unresolved(
      Channel channel, Verdict missing, Optional<String> lasting, Clock clock) {
    Verdict references =
        lasting
            .map(
                it ->
                    new Verdict(missing.status(), missing.reason(), missing.message() + "; " + it))
            .orElse(missing);
    return keeping(
        channel,
        begin(channel, references, clock)
            .add(REFERENCES, references)
            .keep(
                CREDENTIALS,
                EXPOSED,
                CONFIGURATION,
                Durability.TYPE,
                AUTOSCALED,
                HOST_TAKEN,
                ROLLOUT_HELD)
            .keep(STRAINS)
            .list());
  }

  /** The status of a Channel whose objects the API server does not take. */
  static ChannelStatus refused(Channel channel, Verdict refusal, Clock clock) {
    return keeping(
        channel,
        begin(channel, refusal, clock)
            .keep(
                REFERENCES,
                CREDENTIALS,
                EXPOSED,
                CONFIGURATION,
                Durability.TYPE,
                AUTOSCALED,
                HOST_TAKEN,
                ROLLOUT_HELD)
            .keep(STRAINS)
            .list());
  }

  /** What only the spec's author can mend goes before everything else. */
  private static Optional<Verdict> contradiction(ConnectorPlan plan) {
    return plan.contradictions().stream()
        .findFirst()
        .map(it -> Verdict.no("SpecContradictory", it.field() + ": " + it.message()));
  }

  /**
   * What was said of this generation before, while a connector has yet to be asked. An operator
   * that has just started knows no connector; nothing has changed for that.
   */
  private static Optional<Verdict> said(Channel channel, String type, Observed observed) {
    if (observed.reports().stream().noneMatch(Report.Unasked.class::isInstance)) {
      return Optional.empty();
    }
    return former(channel, type)
        .filter(it -> channel.getMetadata().getGeneration().equals(it.getObservedGeneration()))
        .map(Verdict::of);
  }

  private static Optional<Condition> former(Channel channel, String type) {
    return channel.getStatus() == null
        ? Optional.empty()
        : Conditions.find(channel.getStatus().conditions(), type);
  }

  /** The status of a Channel's condition Ready as it was last written. */
  static String ready(Channel channel) {
    List<Condition> conditions =
        channel.getStatus() == null ? List.of() : channel.getStatus().conditions();
    return Conditions.find(conditions, READY).map(Condition::getStatus).orElse("Unknown");
  }

  /** It serves, so it stays ready; but not yet as it should. */
  private static void hold(Conditions conditions, Verdict ready, Verdict held) {
    conditions.add(ROLLOUT_HELD, held);
    if (ready.holds()) {
      conditions.add(RECONCILING, held);
    }
  }

  private static ChannelStatus keeping(Channel channel, List<Condition> conditions) {
    ChannelStatus former = channel.getStatus();
    Long generation = channel.getMetadata().getGeneration();
    return former == null
        ? new ChannelStatus(
            generation, null, null, null, null, null, List.of(), null, List.of(), null, conditions)
        : new ChannelStatus(
            generation,
            former.className(),
            former.replicas(),
            former.readyReplicas(),
            former.sizing(),
            former.address(),
            former.endpoints(),
            former.attainment(),
            former.targets(),
            former.measuredAt(),
            conditions);
  }

  private static Conditions begin(Channel channel, Verdict ready, Clock clock) {
    List<Condition> former =
        channel.getStatus() == null ? List.of() : channel.getStatus().conditions();
    var conditions =
        new Conditions(former, channel.getMetadata().getGeneration(), clock).add(READY, ready);
    return switch (ready.status()) {
      case True -> conditions;
      case Unknown -> conditions.add(RECONCILING, Verdict.yes(ready.reason(), ready.message()));
      case False -> conditions.add(STALLED, Verdict.yes(ready.reason(), ready.message()));
    };
  }
}
