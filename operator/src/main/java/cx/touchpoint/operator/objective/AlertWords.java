package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.prometheus.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an alert says to whoever is woken by it. */
final class AlertWords {

  private static final String SUMMARY = "summary";
  private static final String DESCRIPTION = "description";

  private final Objective objective;

  AlertWords(Objective objective) {
    this.objective = objective;
  }

  Map<String, String> burnsFast() {
    return Map.of(
        SUMMARY,
        subject() + " breaks its promise so fast that it will not last: " + objective.title(),
        DESCRIPTION,
        "In the last minutes " + figure());
  }

  Map<String, String> burnsSlowly() {
    return Map.of(
        SUMMARY,
        subject() + " breaks its promise slowly but surely: " + objective.title(),
        DESCRIPTION,
        "In the last hours " + figure());
  }

  Map<String, String> isDown() {
    return Map.of(
        SUMMARY,
        subject() + " does not answer Prometheus",
        DESCRIPTION,
        objective.population() instanceof Population.Together
            ? "None of their pods answers; customers are probably not served."
            : "None of its pods answers; customers are probably not served.");
  }

  Map<String, String> isNotMeasured() {
    return Map.of(
        SUMMARY,
        subject() + " is not measured: " + objective.title(),
        DESCRIPTION,
        objective.population() instanceof Population.Anything
            ? "None of the counters of " + objective.slo() + " exists in Prometheus."
            : "It answers Prometheus, but does not export what " + objective.slo() + " counts.");
  }

  /** Where to look and what to do. */
  Map<String, String> links(String alert) {
    var links = new TreeMap<String, String>();
    Alarms alarms = objective.alarms();
    Optional<String> runbook =
        alarms
            .runbookUrl()
            .map(Template::literally)
            .or(
                () ->
                    alarms.runbooks().map(it -> it.replaceFirst("/+$", "") + "/" + alert + ".md"));
    runbook.ifPresentOrElse(
        it -> links.put("runbook_url", it),
        () -> links.put("runbook", "docs/runbooks/" + alert + ".md of Touchpoint"));
    alarms
        .grafana()
        .ifPresent(
            it ->
                links.put(
                    "dashboard_url",
                    "%s/d/touchpoint-channel?var-namespace=%s%s&var-slo=%s"
                        .formatted(
                            it.replaceFirst("/+$", ""),
                            objective.namespace(),
                            objective.population() instanceof Population.Each
                                ? "&var-channel={{ $labels.channel }}"
                                : "",
                            URLEncoder.encode(objective.slo(), StandardCharsets.UTF_8))));
    return links;
  }

  private String subject() {
    return switch (objective.population()) {
      case Population.Each it -> objective.namespace() + "/{{ $labels.channel }}";
      case Population.Together it ->
          objective.namespace()
              + ": "
              + objective.slo()
              + " of "
              + it.owners().size()
              + " Channels";
      case Population.Anything it -> objective.namespace() + ": " + objective.slo();
    };
  }

  private String figure() {
    String bad =
        switch (objective.indicator()) {
          case Indicator.Waits it -> "of the waits were longer than promised";
          case Indicator.Availability it -> "of the requests were not taken";
          case Indicator.Delivery it -> "of the answers did not reach the customer";
          case Indicator.Abandonment it -> "of the customers left without an answer";
          case Indicator.Ratio it -> "of the events were bad";
          case Indicator.Reachable it -> "of the probes failed";
          case Indicator.Loads it -> "of the page loads failed or were slower than promised";
        };
    return "{{ $value | humanizePercentage }} %s; over %s it may be %s."
        .formatted(bad, objective.reckoning().words(), Share.percent(objective.share().rest()));
  }
}
