package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import java.util.ArrayList;
import java.util.List;

/** Two operators, and the leader goes: by SIGKILL as with its node, or in order as in a rollout. */
final class Takeover {

  private static final int ROUNDS = 2;

  /** What a second operator watches before it may stand by, at the least. */
  private static final int WATCHES = 11;

  private Takeover() {}

  static void run(Site site, int channels) throws Exception {
    site.have(channels);
    List<Double> killed = new ArrayList<>();
    List<Double> ended = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      killed.add(takeover(site, true));
      ended.add(takeover(site, false));
      Bench.tell(
          "operator: taken over after %.1f s from a killed leader, %.1f s from one that ended",
          killed.getLast(), ended.getLast());
    }
    String what = String.format("%,d: leader ", channels);
    site.rows().add(Row.of(what + "killed to next reconcile, s", killed));
    site.rows().add(Row.of(what + "told to end to next reconcile, s", ended));
  }

  private static double takeover(Site site, boolean kill) throws Exception {
    try (Subject leader = site.operator();
        Subject standby = standby(site, leader)) {
      long gone = Look.now();
      if (kill) {
        leader.kill();
      } else {
        leader.close();
      }
      Look took = standby.until(look -> look.firstReconcile() > 0, Site.LONGEST);
      return Look.seconds(gone, took.firstReconcile());
    }
  }

  private static Subject standby(Site site, Subject leader) throws Exception {
    leader.until(look -> look.firstReconcile() > 0, Site.LONGEST);
    Subject standby = site.operator();
    standby.until(
        look -> look.requests().getOrDefault("WATCH " + RequestLog.OBJECT, 0L) >= WATCHES,
        Site.LONGEST);
    return standby;
  }
}
