package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One more Channel beside many: from its creation until all it becomes and its status exist. */
final class OneMore {

  private static final int SAMPLES = 100;
  private static final double MEDIAN = 0.5;
  private static final double WORST = 0.99;

  private OneMore() {}

  static void run(Site site, int channels) throws Exception {
    site.have(channels);
    List<String> names = IntStream.range(0, SAMPLES).mapToObj("more-%03d"::formatted).toList();
    var millis = new ArrayList<Double>();
    try (Subject operator = site.operator()) {
      operator.reconciled(channels, Site.LONGEST);
      for (String name : names) {
        Look before = operator.look();
        long created = Look.now();
        site.workload().create(List.of(name));
        Look done = operator.until(look -> look.statuses() > before.statuses(), Site.LONGEST);
        millis.add(Look.seconds(created, done.lastWrite()) * 1000);
      }
    }
    site.workload().remove(names);
    Bench.tell("operator: %d Channels, one by one", SAMPLES);
    List<Double> sorted = millis.stream().sorted().toList();
    String what = String.format("%,d: one more Channel to its status, ", channels);
    site.rows().add(Row.of(what + "p50, ms", List.of(at(sorted, MEDIAN))));
    site.rows().add(Row.of(what + "p99, ms", List.of(at(sorted, WORST))));
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
