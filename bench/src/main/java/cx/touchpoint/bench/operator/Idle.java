package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Gate;
import cx.touchpoint.bench.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An hour in which nothing happens, in four minutes. What the operator does of itself every ten
 * minutes it does here every forty seconds; what has its own rhythm is counted and multiplied.
 */
final class Idle {

  /** How much faster than shipped every Channel is looked at again. */
  static final int FACTOR = 15;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int SAMPLE_MILLIS = 1000;

  private Idle() {}

  static void run(Site site, int channels) throws Exception {
    site.have(channels);
    long samples = HOUR.toMillis() / FACTOR / SAMPLE_MILLIS;
    Bench.tell("operator: idle for %d s", samples);
    Subject operator = site.hurried(FACTOR);
    Map<String, Long> before;
    double reconciles;
    List<Double> cpu = new ArrayList<>();
    try (operator) {
      Look begin = operator.reconciled(channels, Site.LONGEST);
      begin = operator.settled(look -> true, Site.LONGEST);
      begin = operator.counted();
      before = site.server().audit().of(operator.agent());
      double used = operator.cpuSeconds();
      for (int i = 0; i < samples; i++) {
        Thread.sleep(SAMPLE_MILLIS);
        double now = operator.cpuSeconds();
        cpu.add(now - used);
        used = now;
      }
      reconciles = operator.counted().reconciles() - begin.reconciles();
      report(site, channels, hour(site, operator, before), cpu, reconciles);
    }
  }

  private static Map<String, Long> hour(Site site, Subject operator, Map<String, Long> before)
      throws Exception {
    var hour = new TreeMap<String, Long>();
    site.server()
        .audit()
        .of(operator.agent())
        .forEach(
            (what, count) -> {
              long grown = count - before.getOrDefault(what, 0L);
              if (grown > 0) {
                hour.put(what, grown * FACTOR);
              }
            });
    return hour;
  }

  private static void report(
      Site site, int channels, Map<String, Long> hour, List<Double> cpu, double reconciles) {
    String what = String.format("%,d: idle hour: ", channels);
    hour.forEach(
        (request, count) -> site.rows().add(Row.of(what + request, List.of((double) count))));
    double quiet = cpu.stream().sorted().toList().get(cpu.size() / 2);
    double busy = cpu.stream().mapToDouble(it -> it - quiet).sum();
    site.rows().add(Row.of(what + "reconciles", List.of(reconciles)));
    site.rows().add(Row.of(what + "processor time of these reconciles, s", List.of(busy)));
    site.rows()
        .add(
            Row.of(
                what + "processor time of the rest, s",
                List.of(quiet * HOUR.toMillis() / SAMPLE_MILLIS)));
    site.gates().add(new Gate(what + "writes, by the audit log", 0, Audited.writes(hour)));
  }
}
