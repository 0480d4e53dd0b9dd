package cx.touchpoint.operator.objective;

import java.time.Duration;

/**
 * One promise, as its rules need it.
 *
 * @param namespace where it was made
 * @param slo names it within the namespace: {@code rtt/<object>/<target>} or {@code slo/<object>}
 * @param title what was promised, in words: "95 % of first answers within 10s"
 * @param share how much of it must be good
 * @param reckoning over which time
 * @param indicator what is counted
 * @param population who makes it
 * @param alarms whom to tell
 * @param scrapeInterval how often Prometheus reads what is counted
 * @param watchesSources whether it also tells when nothing answers; of several promises of the same
 *     Channels one does, so that nobody is woken twice for one outage
 */
public record Objective(
    String namespace,
    String slo,
    String title,
    Share share,
    Reckoning reckoning,
    Indicator indicator,
    Population population,
    Alarms alarms,
    Duration scrapeInterval,
    boolean watchesSources) {}
