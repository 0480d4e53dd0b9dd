package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom to tell when a promise is about to be broken. */
@ValidationRule(
    value = "!has(self.labels) || self.labels.all(k, k.matches('^[a-zA-Z_][a-zA-Z0-9_]{0,62}$'))",
    fieldPath = ".labels",
    message = "must have keys of letters, digits and '_', as Prometheus' labels have: team")
@ValidationRule(
    value =
        "!has(self.labels) || !self.labels.exists(k, k.startsWith('__') || k in ['alertname',"
            + " 'severity', 'namespace', 'slo', 'channel', 'owner'])",
    fieldPath = ".labels",
    message =
        "must not set alertname, severity, namespace, slo, channel, owner or names that begin with"
            + " '__': they say what the alert is about")
@ValidationRule(
    value = "!has(self.labels) || !self.labels.exists(k, self.labels[k].contains('{{'))",
    fieldPath = ".labels",
    message =
        "must not have '{{' in a value: Prometheus would read it as a template; write the text"
            + " itself")
@ValidationRule(
    value =
        "!has(self.runbookUrl) || self.runbookUrl.matches('^https?://"
            + Hosts.AUTHORITY
            + Hosts.PATH_AND_QUERY
            + Hosts.FRAGMENT
            + "$')",
    fieldPath = ".runbookUrl",
    message =
        "must be http(s)://host[:port]/path[#section], for example https://wiki.example.com/chat-slow")
public record Alerting(
    @Size(max = 2)
        @JsonPropertyDescription(
            "Page: wake somebody when the budget burns fast or nothing answers. Ticket: tell during"
                + " the day when it burns slowly or cannot be measured. Without it both; an empty"
                + " list alerts nobody.")
        @Nullable List<Severity> severities,
    @Default("5")
        @Min(1)
        @Max(1000000)
        @JsonPropertyDescription(
            "So many customers must have been let down before anybody is told, so that one bad"
                + " answer in a quiet night pages nobody.")
        @Nullable Integer minimumBadEvents,
    @Size(max = 16) @JsonPropertyDescription("Labels added to the alerts, for their routing.")
        @Nullable Map<String, @Size(max = 256) String> labels,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "What to do about it, in place of Touchpoint's own page for each alert.")
        @Nullable String runbookUrl) {

  /** How urgent an alert is. */
  public enum Severity {
    Page,
    Ticket
  }
}
