package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.objective.Indicator;
import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromiseObjects;
import cx.touchpoint.operator.objective.PromisePlan;
import cx.touchpoint.operator.objective.PromiseTerms;
import cx.touchpoint.operator.objective.Reckoning;
import cx.touchpoint.operator.objective.Share;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a ResponseTimeTarget becomes. */
public final class ResponseTimePlan {

  private static final String SUFFIX = "-response-time";

  private final ResponseTimeTarget target;
  private final PromiseInputs inputs;
  private final PromiseTerms terms;

  private ResponseTimePlan(ResponseTimeTarget target, PromiseInputs inputs) {
    this.target = target;
    this.inputs = inputs;
    terms = new PromiseTerms(inputs);
  }

  /** Plans a target. */
  public static PromisePlan of(ResponseTimeTarget target, PromiseInputs inputs) {
    var plan = new ResponseTimePlan(target, inputs);
    return PromiseObjects.plan(
        target, Labels.RESPONSE_TIME_TARGET, SUFFIX, plan.objectives(), inputs, plan.terms);
  }

  private List<Objective> objectives() {
    ResponseTimeTargetSpec spec = target.getSpec();
    terms.check(spec.channels());
    Reckoning reckoning = terms.reckoning(spec.window());
    var objectives = new ArrayList<Objective>();
    // One of those that look at the same sources tells of their silence.
    Set<Boolean> watched = new HashSet<>();
    for (int i = 0; i < spec.targets().size(); i++) {
      Target one = spec.targets().get(i);
      List<Channel> channels = channels(one, "spec.targets[" + i + "]");
      if (!channels.isEmpty()) {
        objectives.add(objective(one, channels, reckoning, watched.add(one.phase() == Phase.Load)));
      }
    }
    return objectives;
  }

  private Objective objective(
      Target one, List<Channel> channels, Reckoning reckoning, boolean watchesSources) {
    ResponseTimeTargetSpec spec = target.getSpec();
    String name = target.getMetadata().getName();
    return new Objective(
        target.getMetadata().getNamespace(),
        "rtt/" + Promises.label(name, one),
        title(one),
        Share.parse(one.objective()),
        reckoning,
        one.phase() == Phase.Load
            ? new Indicator.Loads(Durations.parse(one.within()))
            : new Indicator.Waits(Promises.label(name, one)),
        terms.population(spec.per(), channels),
        terms.alarms(spec.alerting()),
        terms.scrapeInterval(),
        watchesSources);
  }

  /** The Channels that can make a promise; none, with the reason, when it cannot be made. */
  private List<Channel> channels(Target one, String field) {
    Optional<String> unmeasured = Measured.of(one);
    if (unmeasured.isPresent()) {
      terms.refuse(field, unmeasured.get());
      return List.of();
    }
    boolean load = one.phase() == Phase.Load;
    List<Channel> fitting =
        inputs.chosen().stream()
            .filter(it -> load == (it.getSpec().type() == ChannelSpec.Type.Website))
            .toList();
    if (fitting.isEmpty() && !inputs.chosen().isEmpty()) {
      terms.refuse(
          field + ".phase",
          load
              ? "Load is about Websites, and none of the chosen Channels is one. Choose a Website, or promise FirstResponse"
              : "%s is about conversations, and all of the chosen Channels are Websites. Promise Load"
                  .formatted(one.phase()));
    }
    Measured.by(fitting, one).ifPresent(why -> terms.refuse(field, why));
    return fitting.stream().filter(it -> Measured.by(it, one)).toList();
  }

  private static String title(Target one) {
    String what =
        switch (one.phase()) {
          case Acknowledge -> "of messages are taken";
          case FirstResponse -> "of first answers come";
          case NextResponse -> "of further answers come";
          case Resolution -> "of matters are settled";
          case Load -> "of page loads end";
        };
    return Share.parse(one.objective()) + " " + what + " within " + one.within();
  }
}
