package cx.touchpoint.operator.measure;

import cx.touchpoint.operator.measure.Answer.Series;
import cx.touchpoint.operator.measure.Figures.Data;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything one Prometheus says of all promises at one moment. It is told what anybody records by
 * these names, so whatever cannot be is left out, and of two that contradict the worse is believed.
 */
public final class Standings {

  private static final String ERRORS = "touchpoint:slo_errors:ratio_period";
  private static final String BUDGET = "touchpoint:slo:budget_remaining";
  private static final String DATA = "touchpoint:slo:data_state";
  private static final String ALERTS = "ALERTS";

  /** Alerts at which a promise counts as burning. */
  static final Set<String> BURNING = Set.of("TouchpointBudgetBurnFast", "TouchpointBudgetBurnSlow");

  private static final Set<String> ALERT_NAMES =
      Set.of(
          "TouchpointBudgetBurnFast",
          "TouchpointBudgetBurnSlow",
          "TouchpointSourceDown",
          "TouchpointMetricMissing");

  /**
   * The one expression that tells all. A pattern that may be empty is met by a series without that
   * label, so alerts are chosen by theirs and recorded series, which have none of them, by name.
   * What strains a Channel concerns no single promise.
   */
  public static final String EXPRESSION =
      "{__name__=~\"%s\",slo!=\"\",namespace!=\"\",alertname=~\"|%s\",alertstate=~\"|firing\"} or ALERTS{alertname=~\"%s\",alertstate=\"firing\",namespace!=\"\",channel!=\"\"}"
          .formatted(
              String.join("|", ERRORS, BUDGET, DATA, ALERTS),
              ALERT_NAMES.stream().sorted().collect(Collectors.joining("|")),
              Arrays.stream(Strain.values()).map(Strain::alert).collect(Collectors.joining("|")));

  /** The key of what is reckoned over all Channels together. */
  public static final String TOGETHER = "";

  /** Kubernetes allows no longer name of a Channel. */
  private static final int LONGEST_NAME = 63;

  /** Nothing was said. */
  public static final Standings NONE = new Standings(Map.of(), Map.of(), List.of());

  private final Map<PromiseId, Map<String, Figures>> promises;
  private final Map<ChannelId, Set<Strain>> strains;
  private final List<String> warnings;

  private Standings(
      Map<PromiseId, Map<String, Figures>> promises,
      Map<ChannelId, Set<Strain>> strains,
      List<String> warnings) {
    this.promises = promises;
    this.strains = strains;
    this.warnings = List.copyOf(warnings);
  }

  /** What an answer to {@link #EXPRESSION} says. */
  public static Standings of(Answer answer) {
    var promises = new HashMap<PromiseId, Map<String, Figures>>();
    for (Series series : answer.series()) {
      String channel = series.label("channel");
      if (channel.length() <= LONGEST_NAME && Double.isFinite(series.value())) {
        PromiseId.of(series.label("namespace"), series.label("slo"))
            .ifPresent(
                promise ->
                    promises
                        .computeIfAbsent(promise, it -> new HashMap<>())
                        .merge(
                            channel,
                            with(Figures.NONE, series),
                            (former, now) -> with(former, series)));
      }
    }
    promises.replaceAll((promise, channels) -> Map.copyOf(channels));
    return new Standings(Map.copyOf(promises), strains(answer), answer.warnings());
  }

  private static Map<ChannelId, Set<Strain>> strains(Answer answer) {
    var strains = new HashMap<ChannelId, Set<Strain>>();
    for (Series series : answer.series()) {
      var channel = new ChannelId(series.label("namespace"), series.label("channel"));
      if (series.label("__name__").equals(ALERTS) && channel.name().length() <= LONGEST_NAME) {
        Strain.of(series.label("alertname"))
            .ifPresent(
                it ->
                    strains.computeIfAbsent(channel, any -> EnumSet.noneOf(Strain.class)).add(it));
      }
    }
    strains.replaceAll((channel, all) -> Set.copyOf(all));
    return Map.copyOf(strains);
  }

  private static Figures with(Figures figures, Series series) {
    double value = series.value();
    return switch (series.label("__name__")) {
      case ERRORS -> figures.withBroken(value);
      case BUDGET -> figures.withBudgetRemaining(value);
      case DATA -> data(value).map(figures::withData).orElse(figures);
      case ALERTS ->
          ALERT_NAMES.contains(series.label("alertname"))
              ? figures.withAlert(series.label("alertname"))
              : figures;
      default -> figures;
    };
  }

  private static Optional<Data> data(double value) {
    Data[] states = Data.values();
    int index = (int) value;
    return index == value && index >= 0 && index < states.length
        ? Optional.of(states[index])
        : Optional.empty();
  }

  /** Of one promise what is known by Channel, or by {@link #TOGETHER}; empty when nothing is. */
  public Map<String, Figures> of(PromiseId promise) {
    return promises.getOrDefault(promise, Map.of());
  }

  /** What strains a Channel; empty when nothing does, or nothing is known. */
  public Set<Strain> strains(ChannelId channel) {
    return strains.getOrDefault(channel, Set.of());
  }

  /** Where one promise stands on one Channel, as a status shows it. */
  public Shown shown(PromiseId promise, String channel) {
    return Shown.of(of(promise).getOrDefault(channel, Figures.NONE));
  }

  /**
   * Channels that something else strains than before, or on which a target stands otherwise. That
   * only its figures have moved they are not woken for: each reconcile takes them along.
   */
  Set<ChannelId> turnedSince(Standings before) {
    var turned = new HashSet<ChannelId>();
    Stream.concat(before.strains.keySet().stream(), strains.keySet().stream())
        .filter(it -> !strains(it).equals(before.strains(it)))
        .forEach(turned::add);
    Stream.concat(before.promises.keySet().stream(), promises.keySet().stream())
        .filter(PromiseId::isTarget)
        .distinct()
        .forEach(
            promise ->
                Stream.concat(before.of(promise).keySet().stream(), of(promise).keySet().stream())
                    .filter(it -> !it.equals(TOGETHER))
                    .filter(it -> shown(promise, it).state() != before.shown(promise, it).state())
                    .forEach(it -> turned.add(new ChannelId(promise.namespace(), it))));
    return turned;
  }

  /** Every promise that anything is known of. */
  public Set<PromiseId> promises() {
    return promises.keySet();
  }

  /** What Prometheus says against its own answer, for example that a part is missing. */
  public List<String> warnings() {
    return warnings;
  }

  /** As a status would show it, any difference counts. */
  boolean showsTheSame(PromiseId promise, Standings other) {
    return Shown.of(of(promise)).equals(Shown.of(other.of(promise)));
  }
}
