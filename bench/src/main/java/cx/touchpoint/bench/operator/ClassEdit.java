package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import java.io.IOException;
import java.util.ArrayList;

/**
 * One edit of a ChannelClass that changes one object of every Channel and rolls nothing out: an
 * annotation of Ingresses.
 */
final class ClassEdit {

  private static final int EDITS = 3;

  private ClassEdit() {}

  static void run(Site site, int channels) throws Exception {
    site.have(channels);
    var ours = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    var written = new ArrayList<Double>();
    var floors = new ArrayList<Double>();
    for (int edit = 1; edit <= EDITS; edit++) {
      floors.add(floor(site, 10 + edit));
      try (Subject operator = site.operator()) {
        Look before = operator.reconciled(channels, Site.LONGEST);
        long edited = Look.now();
        site.workload().changeClass(20 + edit);
        Look done =
            operator.settled(look -> patches(look) - patches(before) >= channels, Site.LONGEST);
        ours.add(Look.seconds(edited, done.lastWrite()));
        cpu.add(done.cpu() - before.cpu());
        written.add((double) (done.writes() - before.writes()));
      }
      Bench.tell("operator: class edit %d of %d: %.1f s", edit, EDITS, ours.getLast());
    }
    String what = String.format("%,d: one edit of their class", channels);
    site.rows().add(Row.of(what + " to the last write, s", floors, ours));
    site.rows().add(Row.of(what + ": processor time, s", cpu));
    site.rows().add(Row.of(what + ": writes", written));
  }

  private static long patches(Look look) {
    return look.requests().getOrDefault("PATCH " + RequestLog.OBJECT, 0L);
  }

  private static double floor(Site site, int edition) throws IOException {
    site.workload().changeClass(edition);
    try (Subject floor = site.rawWriter("", "Ingress")) {
      return floor.last().writing();
    }
  }
}
