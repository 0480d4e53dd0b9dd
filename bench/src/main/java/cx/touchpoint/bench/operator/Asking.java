package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import java.util.List;
import java.util.Map;

/** Connectors start to run, become ready and are asked how they are. */
final class Asking {

  /** Long enough for each to be asked three times. */
  private static final int SECONDS = 90;

  private Asking() {}

  static void run(Site site, int channels) throws Exception {
    site.have(channels);
    Bench.tell("operator: rolling out the connectors of %d Channels", channels);
    Subject operator = site.operator();
    Look begin;
    Look ready;
    try (operator) {
      begin = operator.reconciled(channels, Site.LONGEST);
      site.rollOut(channels);
      ready = operator.settled(look -> look.statuses() >= channels, Site.LONGEST);
      site.learnStatus();
      long asked = site.asked();
      double cpu = operator.cpuSeconds();
      Thread.sleep(SECONDS * 1000);
      double perSecond = (site.asked() - asked) / (double) SECONDS;
      String what = "%,d: asking %,d connectors".formatted(channels, channels * Pretence.REPLICAS);
      site.rows().add(Row.of(what + ", per second", List.of(perSecond)));
      site.rows()
          .add(
              Row.of(
                  what + ", processor time in an hour, s",
                  List.of((operator.cpuSeconds() - cpu) / SECONDS * 3600)));
      site.rows().add(Row.of(what + ", memory, MiB", List.of(operator.memoryMib("VmRSS:"))));
    }
    Map<String, Long> audit = site.server().audit().of(operator.agent());
    String what = "%,d: rollout, per Channel: ".formatted(channels);
    for (String resource : Audited.OF_A_CHANNEL) {
      for (String verb : Audited.VERBS) {
        double count = Audited.count(audit, verb, resource) / channels;
        if (count > 0) {
          site.rows().add(Row.of(what + verb + " " + resource, List.of(count)));
        }
      }
    }
  }
}
