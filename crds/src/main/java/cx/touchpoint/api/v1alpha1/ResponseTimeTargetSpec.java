package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link ResponseTimeTarget} promises. */
@ValidationRule(
    value = "size(self.targets) > 0",
    fieldPath = ".targets",
    message =
        "promises nothing: give a target, for example {name: first-reply, phase: FirstResponse,"
            + " within: 10s, objective: 95%}")
@ValidationRule(
    value =
        "!has(self.abandonedAfter) || (self.abandonedAfter.matches('^[0-9]{1,6}(ms|s|m)$') &&"
            + " duration(self.abandonedAfter) <= duration('10m'))",
    fieldPath = ".abandonedAfter",
    message =
        "must be one number and one unit of ms, s, m, at most 10m, for example 5s; 0s counts"
            + " everybody")
public record ResponseTimeTargetSpec(
    @Required @JsonPropertyDescription("The Channels that make the promise.")
        ChannelSelection channels,
    @Default("Channel")
        @JsonPropertyDescription(
            "Channel: each keeps the promise by itself. Together: all of them as one.")
        @Nullable Per per,
    @Required @Size(max = 8) @JsonPropertyDescription("The promises.") List<Target> targets,
    @Default("5s")
        @Size(max = 12)
        @JsonPropertyDescription(
            "Who leaves earlier without an answer counts neither as served nor as let down; with 0s"
                + " everybody counts.")
        @Nullable String abandonedAfter,
    @JsonPropertyDescription("Over which time it is reckoned; the last 28 days unless set.")
        @Nullable Window window,
    @JsonPropertyDescription("Whom to tell when it burns.") @Nullable Alerting alerting) {

  /** One promise. */
  @ValidationRule(
      value = "self.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
      fieldPath = ".name",
      message =
          "becomes part of the label slo: use lower-case letters, digits and '-', beginning with a"
              + " letter, ending with a letter or digit, for example first-reply")
  @ValidationRule(
      value = "self.objective.matches('" + Objectives.FORM + "')",
      fieldPath = ".objective",
      message = Objectives.MESSAGE)
  @ValidationRule(
      value =
          "self.within.matches('^([0-9]{1,5}(ms|s|m)|[0-9]{1,3}h|[0-9]{1,2}d)$') &&"
              + " !self.within.matches('^0+[a-z]+$')",
      fieldPath = ".within",
      message =
          "must be more than 0, one number and one unit of ms, s, m (at most 99999), h (at most 999),"
              + " d (at most 99), for example 10s")
  @ValidationRule(
      value =
          "!has(self.by) || self.by == 'Any' || self.phase in ['FirstResponse', 'NextResponse',"
              + " 'Resolution']",
      fieldPath = ".by",
      message = "has a use only with phase FirstResponse, NextResponse or Resolution: remove it")
  @ValidationRule(
      value = "!has(self.during) || self.during == 'Always' || self.phase != 'Load'",
      fieldPath = ".during",
      message = "has no use with phase Load, which is measured day and night: remove it")
  @ValidationRule(
      value =
          "self.phase != 'Load' || (self.within.matches('^[0-9]{1,5}(ms|s|m)$') &&"
              + " duration(self.within) <= duration('1m'))",
      fieldPath = ".within",
      message = "must be at most 1m with phase Load: a page that takes longer is given up")
  public record Target(
      @Required
          @Size(min = 1, max = 40)
          @JsonPropertyDescription(
              "Its name, a part of the slo label: lower-case letters, digits, '-'.")
          String name,
      @Required
          @JsonPropertyDescription(
              "The wait that is meant. Acknowledge: until a message is taken safely. FirstResponse:"
                  + " until a conversation's first answer. NextResponse: until the answer to a"
                  + " later message. Resolution: until the matter is settled. Load: until a page is"
                  + " fetched (Website).")
          Phase phase,
      @Required
          @Size(max = 12)
          @JsonPropertyDescription("The longest wait that keeps the promise, for example 250ms.")
          String within,
      @Required
          @Size(max = 12)
          @JsonPropertyDescription("The share of waits for which it is kept, for example 95%.")
          String objective,
      @Default("Any")
          @JsonPropertyDescription(
              "Whose answer counts: anybody's, a program's, or a person's, for whom the wait begins when"
                  + " the conversation is handed over. Programs' and persons' need a"
                  + " ConversationHistory, and so does Resolution.")
          @Nullable By by,
      @Default("Always")
          @JsonPropertyDescription("When it is in force: always, or in opening hours.")
          @Nullable During during) {}

  /** The waits a promise can be about. */
  public enum Phase {
    Acknowledge,
    FirstResponse,
    NextResponse,
    Resolution,
    Load
  }

  /** Whose answer counts. */
  public enum By {
    Any,
    Automated,
    Human
  }
}
