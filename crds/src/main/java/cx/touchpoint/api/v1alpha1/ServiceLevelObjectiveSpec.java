package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a {@link ServiceLevelObjective} promises. */
@ValidationRule(
    value = "self.objective.matches('" + Objectives.FORM + "')",
    fieldPath = ".objective",
    message = Objectives.MESSAGE)
@ValidationRule(
    value = "has(self.channels) || self.indicator.type == 'Ratio'",
    fieldPath = ".channels",
    reason = "FieldValueRequired",
    message = "every indicator but Ratio needs it: say which Channels are meant")
@ValidationRule(
    value = "has(self.channels) || !has(self.per) || self.per == 'Channel'",
    fieldPath = ".per",
    reason = "FieldValueForbidden",
    message = "has a use only with channels: remove it")
@ValidationRule(
    value = "has(self.channels) || !has(self.whenExhausted) || self.whenExhausted == 'None'",
    fieldPath = ".whenExhausted",
    message = "HoldRollouts holds the connectors of channels back, and there are none: name them")
public record ServiceLevelObjectiveSpec(
    @JsonPropertyDescription(
            "The Channels that make the promise. Not needed with indicator Ratio, which may be"
                + " about anything.")
        @Nullable ChannelSelection channels,
    @Default("Channel")
        @JsonPropertyDescription(
            "Channel: each keeps the promise by itself. Together: all of them as one.")
        @Nullable Per per,
    @Required @JsonPropertyDescription("What is counted.") Indicator indicator,
    @Required
        @Size(max = 12)
        @JsonPropertyDescription("The share of good events among all, for example 99.9%.")
        String objective,
    @JsonPropertyDescription("Over which time it is reckoned; the last 28 days unless set.")
        @Nullable Window window,
    @Default("Always") @JsonPropertyDescription("When it is in force: always, or in opening hours.")
        @Nullable During during,
    @Default("None")
        @JsonPropertyDescription(
            "HoldRollouts: while the budget is used up, connectors keep the template they had"
                + " before it was; what concerns credentials or certificate authorities and a"
                + " return to the former template pass, and so does everything with the Channel's"
                + " annotation touchpoint.cx/rollout: Proceed.")
        @Nullable WhenExhausted whenExhausted,
    @JsonPropertyDescription("Whom to tell when it burns.") @Nullable Alerting alerting) {

  /** What happens when nothing is left of the budget. */
  public enum WhenExhausted {
    None,
    HoldRollouts
  }

  /** What is counted. */
  @ValidationRule(
      value = "self.type != 'Ratio' || has(self.ratio)",
      fieldPath = ".ratio",
      reason = "FieldValueRequired",
      message =
          "indicator.type Ratio needs it, for example {bad: 'http_errors_total{job=\"shop\"}',"
              + " total: 'http_requests_total{job=\"shop\"}'}")
  @ValidationRule(
      value = "self.type == 'Ratio' || !has(self.ratio)",
      fieldPath = ".ratio",
      reason = "FieldValueForbidden",
      message = "belongs to indicator.type Ratio: remove it, or set the type")
  @ValidationRule(
      value = "self.type != 'Satisfaction' || has(self.satisfaction)",
      fieldPath = ".satisfaction",
      reason = "FieldValueRequired",
      message = "indicator.type Satisfaction needs it, for example {kind: CSAT}")
  @ValidationRule(
      value = "self.type == 'Satisfaction' || !has(self.satisfaction)",
      fieldPath = ".satisfaction",
      reason = "FieldValueForbidden",
      message = "belongs to indicator.type Satisfaction: remove it, or set the type")
  public record Indicator(
      @Required
          @JsonPropertyDescription(
              "Availability: requests that were taken; of a Website, probes that succeeded."
                  + " Delivery: answers that reached the customer. Abandonment: conversations in"
                  + " which the customer did not leave unanswered. Satisfaction: survey answers that"
                  + " were not negative. Ratio: any counters.")
          IndicatorType type,
      @JsonPropertyDescription("Settings of type Satisfaction.")
          @Nullable Satisfaction satisfaction,
      @JsonPropertyDescription("Settings of type Ratio.") @Nullable Ratio ratio) {}

  /** The kinds of indicator. */
  public enum IndicatorType {
    Availability,
    Delivery,
    Abandonment,
    Satisfaction,
    Ratio
  }

  /** Which survey is meant. */
  public record Satisfaction(
      @Required @JsonPropertyDescription("The kind of survey.") SurveyKind kind) {}

  /** The kinds of survey. */
  public enum SurveyKind {
    CSAT,
    NPS,
    CES
  }

  /** Any counters. */
  @ValidationRule(
      value = "self.bad.matches(r'''" + Counters.FORM + "''')",
      fieldPath = ".bad",
      message = Counters.MESSAGE)
  @ValidationRule(
      value = "self.total.matches(r'''" + Counters.FORM + "''')",
      fieldPath = ".total",
      message = Counters.MESSAGE)
  @ValidationRule(
      value = "self.bad != self.total",
      fieldPath = ".bad",
      message =
          "is the same as total, so that every event would be bad: choose the bad ones among them,"
              + " for example http_requests_total{code=~\"5..\"}")
  public record Ratio(
      @Required
          @Size(min = 1, max = 1024)
          @JsonPropertyDescription(
              "Counters of bad events: a PromQL selector, or several joined by +, without functions"
                  + " and ranges, for example http_requests_total{code=~\"5..\"}.")
          String bad,
      @Required
          @Size(min = 1, max = 1024)
          @JsonPropertyDescription("Counters of all events, written as bad is.")
          String total) {}
}
