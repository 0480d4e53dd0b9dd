package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.capacity.Sizing;
import cx.touchpoint.operator.measure.Percent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a promise takes, for people. */
final class SizingText {

  private static final int BAR = 40;
  private static final int HOUR = 3600;

  private SizingText() {}

  static List<String> lines(Sizing sizing, Duration startup) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s messages per second that take %s each are %s turns in progress at once."
            .formatted(
                number(sizing.perSecond()),
                time(sizing.time().mean()),
                number(sizing.offeredLoad())));
    int replicas = sizing.replicas();
    lines.add(
        sizing.slots().isPresent()
            ? "To answer %s of them within %s takes %s, and %s of %d each."
                .formatted(
                    share(sizing.level().share()),
                    time(sizing.level().within()),
                    count(sizing.slots().getAsInt(), "slot"),
                    count(replicas, "replica"),
                    sizing.slotsPerReplica())
            : "No number of replicas answers %s of them within %s: at best %s are, because of how long answers take by themselves."
                .formatted(
                    share(sizing.level().share()),
                    time(sizing.level().within()),
                    share(sizing.best())));
    lines.add("");
    lines.addAll(plot(sizing, replicas));
    lines.add("");
    lines.addAll(remarks(sizing, replicas, startup));
    return lines;
  }

  private static List<String> plot(Sizing sizing, int replicas) {
    var lines = new ArrayList<String>();
    lines.add("REPLICAS   IN TIME");
    for (SizingPlot.Point point : SizingPlot.of(sizing)) {
      long filled = Math.round(Math.floor(BAR * point.attainment()));
      lines.add(
          String.format(
                  Locale.ROOT,
                  "%8d  %8s  %s%s",
                  point.replicas(),
                  share(point.attainment()),
                  "#".repeat((int) filled),
                  point.replicas() == replicas ? "  <- " + verdict(sizing, point) : "")
              .stripTrailing());
    }
    return lines;
  }

  private static String verdict(Sizing sizing, SizingPlot.Point point) {
    return point.attainment() >= sizing.level().share() ? "keeps it" : "does not keep it";
  }

  private static List<String> remarks(Sizing sizing, int replicas, Duration startup) {
    var lines = new ArrayList<String>();
    if (sizing.isReachable()) {
      lines.add(
          "%s keep it up to %s messages per second."
              .formatted(
                  capital(count(replicas, "replica")), number(sizing.perSecondUpTo(replicas))));
    }
    lines.add(oneLess(sizing, replicas));
    lines.add(
        "After a sudden rise it takes up to %s until the replicas for it answer."
            .formatted(time(Sizing.reaction(startup))));
    return lines;
  }

  private static String oneLess(Sizing sizing, int replicas) {
    if (replicas == 1) {
      return "With one less nobody is answered.";
    }
    double attained = sizing.attainment(replicas);
    double less = sizing.attainment(replicas - 1);
    if (less == 0) {
      return "With one less the queue grows without end.";
    }
    return "With one less %s are in time: %s more customers an hour wait too long."
        .formatted(share(less), number(HOUR * sizing.perSecond() * (attained - less)));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String share(double share) {
    return Percent.kept(1 - share);
  }

  /** Three digits, as a plain decimal. */
  private static String number(double number) {
    return new BigDecimal(number)
        .round(new MathContext(number >= 100 ? 1 + (int) Math.log10(number) : 3))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** In the largest unit that leaves it readable. */
  static String time(Duration time) {
    double seconds = time.toNanos() / 1e9;
    return seconds < 1 ? number(1000 * seconds) + "ms" : number(seconds) + "s";
  }
}
