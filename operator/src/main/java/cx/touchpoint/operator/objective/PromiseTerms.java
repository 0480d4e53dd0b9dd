package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.Alerting;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec.Monitoring;
import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.api.v1alpha1.Per;
import cx.touchpoint.api.v1alpha1.Window;
import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.reference.Chosen;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What both kinds of promise say alike: over which time, whom to tell, who makes it. */
public final class PromiseTerms {

  private static final Reckoning DEFAULT_RECKONING = new Reckoning.Rolling(Duration.ofDays(28));
  private static final Duration DEFAULT_SCRAPE_INTERVAL = Duration.ofSeconds(30);
  private static final int DEFAULT_MINIMUM_BAD_EVENTS = 5;
  private static final String DEFAULT_PAGE = "critical";
  private static final String DEFAULT_TICKET = "warning";

  private final PromiseInputs inputs;
  private final @Nullable Monitoring monitoring;
  private final List<Problem> problems = new ArrayList<>();

  /** The terms of one promise. */
  public PromiseTerms(PromiseInputs inputs) {
    this.inputs = inputs;
    monitoring =
        inputs.classes().isEmpty() ? null : inputs.classes().getFirst().getSpec().monitoring();
  }

  /** What was found wrong so far, in the order of the spec. */
  public List<Problem> problems() {
    return problems;
  }

  /** Adds what is wrong elsewhere. */
  public void refuse(String field, String message) {
    problems.add(new Problem(field, message));
  }

  /** Says which of the names it gives are no Channel's, and whether it chooses any at all. */
  public void check(ChannelSelection selection) {
    Set<String> known =
        inputs.chosen().stream().map(it -> it.getMetadata().getName()).collect(Collectors.toSet());
    List<String> names = Chosen.names(selection);
    for (int i = 0; i < names.size(); i++) {
      if (!known.contains(names.get(i))) {
        refuse(
            "spec.channels.names[" + i + "]",
            "there is no Channel %s in this namespace. It is taken up as soon as it exists (kubectl get channels.touchpoint.cx)"
                .formatted(names.get(i)));
      }
    }
    if (selection.selector() != null && known.isEmpty()) {
      refuse(
          "spec.channels.selector",
          "chooses none of this namespace's Channels. They are taken up as soon as they carry the labels (kubectl get channels.touchpoint.cx --show-labels)");
    }
  }

  /** Over which time. */
  public Reckoning reckoning(@Nullable Window window) {
    if (window == null) {
      return DEFAULT_RECKONING;
    }
    if (window.calendar() == null) {
      return window.rolling() == null
          ? DEFAULT_RECKONING
          : new Reckoning.Rolling(Durations.parse(window.rolling()));
    }
    var period = Reckoning.Period.valueOf(window.calendar().period().name());
    String zone = Objects.requireNonNullElse(window.calendar().timeZone(), "UTC");
    try {
      return new Reckoning.Calendar(period, ZoneId.of(zone));
    } catch (DateTimeException e) {
      refuse(
          "spec.window.calendar.timeZone",
          "%s is no time zone of the IANA database; until it is mended it is reckoned in UTC. Write a name such as Europe/Berlin"
              .formatted(zone));
      return new Reckoning.Calendar(period, ZoneId.of("UTC"));
    }
  }

  /** Whom to tell. */
  public Alarms alarms(@Nullable Alerting alerting) {
    var severities = monitoring == null ? null : monitoring.severities();
    return new Alarms(
        severity(
            alerting,
            Alerting.Severity.Page,
            severities == null ? null : severities.page(),
            DEFAULT_PAGE),
        severity(
            alerting,
            Alerting.Severity.Ticket,
            severities == null ? null : severities.ticket(),
            DEFAULT_TICKET),
        alerting == null || alerting.minimumBadEvents() == null
            ? DEFAULT_MINIMUM_BAD_EVENTS
            : alerting.minimumBadEvents(),
        alerting == null || alerting.labels() == null ? Map.of() : alerting.labels(),
        Optional.ofNullable(alerting).map(Alerting::runbookUrl),
        inputs.settings().runbooks(),
        Optional.ofNullable(monitoring).map(Monitoring::grafana).map(it -> it.url()));
  }

  /** Who makes it. */
  public Population population(@Nullable Per per, Collection<Channel> channels) {
    var owners = new TreeMap<String, String>();
    channels.forEach(
        it ->
            owners.put(
                it.getMetadata().getName(), Objects.requireNonNullElse(it.getSpec().owner(), "")));
    return per == Per.Together ? new Population.Together(owners) : new Population.Each(owners);
  }

  /** How often Prometheus reads what is counted. */
  public Duration scrapeInterval() {
    return monitoring == null || monitoring.scrapeInterval() == null
        ? DEFAULT_SCRAPE_INTERVAL
        : Durations.parse(monitoring.scrapeInterval());
  }

  /** Labels by which the Prometheus Operator selects rules. */
  Map<String, String> selectedBy() {
    return monitoring == null || monitoring.labels() == null ? Map.of() : monitoring.labels();
  }

  /** Who is asked how it stands. */
  Optional<String> prometheus() {
    return Optional.ofNullable(monitoring).map(Monitoring::prometheus).map(it -> it.url());
  }

  private static Optional<String> severity(
      @Nullable Alerting alerting,
      Alerting.Severity severity,
      @Nullable String word,
      String otherwise) {
    return alerting == null
            || alerting.severities() == null
            || alerting.severities().contains(severity)
        ? Optional.of(Objects.requireNonNullElse(word, otherwise))
        : Optional.empty();
  }
}
