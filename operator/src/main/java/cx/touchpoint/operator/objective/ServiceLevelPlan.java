package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.During;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjectiveSpec;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjectiveSpec.IndicatorType;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.prometheus.CounterSum;
import cx.touchpoint.operator.prometheus.Selector;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a ServiceLevelObjective becomes. */
public final class ServiceLevelPlan {

  private static final String SUFFIX = "-objective";

  private final ServiceLevelObjective objective;
  private final PromiseInputs inputs;
  private final PromiseTerms terms;

  private ServiceLevelPlan(ServiceLevelObjective objective, PromiseInputs inputs) {
    this.objective = objective;
    this.inputs = inputs;
    terms = new PromiseTerms(inputs);
  }

  /** Plans an objective. */
  public static PromisePlan of(ServiceLevelObjective objective, PromiseInputs inputs) {
    var plan = new ServiceLevelPlan(objective, inputs);
    return PromiseObjects.plan(
        objective,
        Labels.SERVICE_LEVEL_OBJECTIVE,
        SUFFIX,
        plan.objective().stream().toList(),
        inputs,
        plan.terms);
  }

  private Optional<Objective> objective() {
    ServiceLevelObjectiveSpec spec = objective.getSpec();
    if (spec.channels() != null) {
      terms.check(spec.channels());
    }
    Optional<Indicator> indicator = indicator(spec);
    Reckoning reckoning = terms.reckoning(spec.window());
    return indicator
        .filter(it -> spec.channels() == null || !inputs.chosen().isEmpty())
        .map(
            it ->
                new Objective(
                    objective.getMetadata().getNamespace(),
                    "slo/" + objective.getMetadata().getName(),
                    title(spec),
                    Share.parse(spec.objective()),
                    reckoning,
                    it,
                    spec.channels() == null
                        ? new Population.Anything()
                        : terms.population(spec.per(), inputs.chosen()),
                    terms.alarms(spec.alerting()),
                    terms.scrapeInterval(),
                    true));
  }

  private Optional<Indicator> indicator(ServiceLevelObjectiveSpec spec) {
    if (spec.during() == During.OpenHours) {
      terms.refuse(
          "spec.during",
          "OpenHours is not measured yet: Channels have no opening hours. Leave it out, then it is in force always");
      return Optional.empty();
    }
    return switch (spec.indicator().type()) {
      case Availability -> availability();
      case Delivery -> ofConnectors(new Indicator.Delivery());
      case Abandonment -> ofConnectors(new Indicator.Abandonment());
      case Satisfaction -> {
        terms.refuse(
            "spec.indicator",
            "Satisfaction is not measured yet: nobody is asked how it went. Choose Availability, Delivery, Abandonment, or a Ratio of counters of your own");
        yield Optional.empty();
      }
      case Ratio -> ratio(Objects.requireNonNull(spec.indicator().ratio(), "CEL asks for it"));
    };
  }

  /** Pages are probed, connectors count; one share cannot be made of both. */
  private Optional<Indicator> availability() {
    long websites = inputs.chosen().stream().filter(ServiceLevelPlan::isWebsite).count();
    if (websites == 0) {
      return Optional.of(new Indicator.Availability());
    }
    if (websites == inputs.chosen().size()) {
      return Optional.of(new Indicator.Reachable());
    }
    terms.refuse(
        "spec.channels",
        "chooses Websites, which are probed, and other Channels, whose requests are counted. Write one objective for each");
    return Optional.empty();
  }

  private Optional<Indicator> ofConnectors(Indicator indicator) {
    if (inputs.chosen().stream().anyMatch(ServiceLevelPlan::isWebsite)) {
      terms.refuse(
          "spec.channels",
          "chooses Websites, which nobody writes to: only Availability can be promised of them");
      return Optional.empty();
    }
    return Optional.of(indicator);
  }

  private Optional<Indicator> ratio(ServiceLevelObjectiveSpec.Ratio ratio) {
    Optional<List<Selector>> bad = counters("spec.indicator.ratio.bad", ratio.bad());
    Optional<List<Selector>> total = counters("spec.indicator.ratio.total", ratio.total());
    return bad.flatMap(b -> total.map(t -> new Indicator.Ratio(b, t)));
  }

  private Optional<List<Selector>> counters(String field, String text) {
    return switch (CounterSum.read(text)) {
      case CounterSum.Reading.Read(var selectors) -> Optional.of(selectors);
      case CounterSum.Reading.Refused(var fault) -> {
        terms.refuse(field, "at character " + fault.column() + ": " + fault.message());
        yield Optional.empty();
      }
    };
  }

  private static boolean isWebsite(Channel channel) {
    return channel.getSpec().type() == ChannelSpec.Type.Website;
  }

  private static String title(ServiceLevelObjectiveSpec spec) {
    IndicatorType type = spec.indicator().type();
    String what =
        switch (type) {
          case Availability -> "of requests are taken";
          case Delivery -> "of answers reach the customer";
          case Abandonment -> "of customers stay until they are answered";
          case Satisfaction -> "of customers asked are not dissatisfied";
          case Ratio -> "of events are good";
        };
    return Share.parse(spec.objective()) + " " + what;
  }
}
