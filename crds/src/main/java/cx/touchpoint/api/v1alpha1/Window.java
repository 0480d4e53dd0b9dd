package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Over which time a promise is held against what was. */
@ValidationRule(
    value = "self.type == 'Rolling' || !has(self.rolling)",
    fieldPath = ".rolling",
    reason = "FieldValueForbidden",
    message = "belongs to window.type Rolling: remove it, or set the type")
@ValidationRule(
    value = "self.type != 'Calendar' || has(self.calendar)",
    fieldPath = ".calendar",
    reason = "FieldValueRequired",
    message = "window.type Calendar needs it, for example {period: Month, timeZone: Europe/Berlin}")
@ValidationRule(
    value = "self.type == 'Calendar' || !has(self.calendar)",
    fieldPath = ".calendar",
    reason = "FieldValueForbidden",
    message = "belongs to window.type Calendar: remove it, or set the type")
@ValidationRule(
    value = "!has(self.rolling) || self.rolling.matches('^([7-9]|[1-8][0-9]|90)d$')",
    fieldPath = ".rolling",
    message = "must be whole days from 7d to 90d, for example 28d")
public record Window(
    @Required
        @JsonPropertyDescription(
            "Rolling: the last so many days at any moment. Calendar: since the week, month or"
                + " quarter began.")
        Type type,
    @Size(max = 12)
        @JsonPropertyDescription(
            "How many days type Rolling looks back, 7d to 90d; 28d unless set.")
        @Nullable String rolling,
    @JsonPropertyDescription("Settings of type Calendar.") @Nullable Calendar calendar) {

  /** The kinds of window. */
  public enum Type {
    Rolling,
    Calendar
  }

  /** A stretch of the calendar. */
  @ValidationRule(
      value =
          "!has(self.timeZone) ||"
              + " self.timeZone.matches('^([A-Z][A-Za-z0-9]*(-[A-Z][A-Za-z]*)?|[A-Z][A-Za-z]*(/[A-Z][-+A-Za-z0-9_]*){1,2})$')",
      fieldPath = ".timeZone",
      message =
          "must be a name of the IANA time zone database, for example Europe/Berlin; offsets such as"
              + " +02:00 know no summer time")
  public record Calendar(
      @Required
          @JsonPropertyDescription(
              "Week (from Monday), Month, or Quarter (from January, April, July, October).")
          Period period,
      @Default("UTC")
          @Size(max = 64)
          @JsonPropertyDescription("Where it is midnight when the period begins (IANA name).")
          @Nullable String timeZone) {

    /** The stretches there are. */
    public enum Period {
      Week,
      Month,
      Quarter
    }
  }
}
