package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.capacity.Demand;
import cx.touchpoint.operator.kube.Names;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.measure.Strain;
import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.prometheus.RuleGroup;
import cx.touchpoint.operator.prometheus.RuleObjects;
import cx.touchpoint.operator.prometheus.Span;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Who is told when replicas cannot follow the promises of a Channel. */
final class CapacityAlerts {

  private static final String DEFAULT_SEVERITY = "warning";

  /** Often enough that what is lost is told within two minutes. */
  private static final Span INTERVAL = Span.seconds(15);

  private static final Span SOON = Span.seconds(45);
  private static final Span AFTER_A_WHILE = Span.minutes(2);

  private final Identity identity;
  private final Channel channel;
  private final ChannelInputs inputs;

  private CapacityAlerts(Identity identity, Channel channel, ChannelInputs inputs) {
    this.identity = identity;
    this.channel = channel;
    this.inputs = inputs;
  }

  /** The object in which they reach Prometheus, where replicas follow promises. */
  static Optional<HasMetadata> of(
      Identity identity, Channel channel, ChannelInputs inputs, Scaling scaling) {
    return scaling instanceof Scaling.ByPromise it
        ? Optional.of(new CapacityAlerts(identity, channel, inputs).object(it.capacity()))
        : Optional.empty();
  }

  private HasMetadata object(Capacity capacity) {
    var group =
        new RuleGroup(
            "touchpoint.%s.%s.capacity".formatted(identity.namespace(), identity.channel()),
            INTERVAL,
            rules(capacity));
    return inputs.served().contains(OptionalApi.PrometheusOperator)
        ? RuleObjects.prometheusRule(
            metadata(Monitoring.labels(Monitoring.ofClass(inputs))), List.of(group))
        : RuleObjects.configMap(metadata(Map.of(RuleObjects.RULES_LABEL, "true")), List.of(group));
  }

  private ObjectMeta metadata(Map<String, String> more) {
    ObjectMeta metadata = identity.metadata(Names.capacity(identity.channel()));
    metadata.setLabels(Connector.with(more, metadata.getLabels()));
    return metadata;
  }

  private List<Rule> rules(Capacity capacity) {
    Demand demand = capacity.demand();
    var rules = new ArrayList<Rule>();
    rules.add(
        alert(
            Strain.DownstreamSlow,
            demand.slow(),
            AFTER_A_WHILE,
            "Answers take more than twice as long as was said",
            "An answer takes {{ $value | humanizeDuration }} on average. Replicas are added for it,"
                + " up to four times what was said; then customers wait."));
    demand
        .beyondProvider()
        .ifPresent(
            it ->
                rules.add(
                    alert(
                        Strain.ProviderLimited,
                        it,
                        AFTER_A_WHILE,
                        "More arrives than the provider takes",
                        "{{ $value | humanize }} messages arrive per second. Customers wait, and"
                            + " more replicas would only mean more refusals.")));
    rules.add(
        alert(
            Strain.CapacitySignalLost,
            demand.lost(),
            SOON,
            "What arrives is not known",
            "Prometheus does not read every connector. Replicas stay at least as they are, and may"
                + " be too few for what comes."));
    return rules;
  }

  private Rule alert(
      Strain strain, String expression, Span pending, String summary, String description) {
    var labels = new TreeMap<String, String>();
    labels.put("namespace", identity.namespace());
    labels.put("channel", identity.channel());
    labels.put("severity", severity());
    if (channel.getSpec().owner() != null) {
      labels.put("owner", channel.getSpec().owner());
    }
    var annotations = new TreeMap<String, String>();
    annotations.put("summary", identity.namespace() + "/" + identity.channel() + ": " + summary);
    annotations.put("description", description);
    inputs
        .settings()
        .runbooks()
        .ifPresentOrElse(
            it ->
                annotations.put(
                    "runbook_url", it.replaceFirst("/+$", "") + "/" + strain.alert() + ".md"),
            () ->
                annotations.put(
                    "runbook", "docs/runbooks/" + strain.alert() + ".md of Touchpoint"));
    return new Rule.Alerting(strain.alert(), expression, Optional.of(pending), labels, annotations);
  }

  private String severity() {
    ChannelClassSpec.Severities severities = Monitoring.ofClass(inputs).severities();
    return severities == null
        ? DEFAULT_SEVERITY
        : Objects.requireNonNullElse(severities.ticket(), DEFAULT_SEVERITY);
  }
}
