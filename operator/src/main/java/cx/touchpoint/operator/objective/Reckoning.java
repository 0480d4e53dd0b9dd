package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.prometheus.Span;
import java.time.Duration;
import java.time.ZoneId;

/** Over which time a promise is held against what was. */
public sealed interface Reckoning {

  /** Its length, of a calendar's period the usual one. */
  Duration length();

  /** In words that follow "over". */
  String words();

  /** The last so many days. */
  record Rolling(Duration length) implements Reckoning {
    @Override
    public String words() {
      return new Span(length).toString().replaceFirst("d$", " days");
    }
  }

  /** Since the period began where it is midnight in this zone. */
  record Calendar(Period period, ZoneId zone) implements Reckoning {
    @Override
    public Duration length() {
      return period.usual;
    }

    @Override
    public String words() {
      return "this calendar " + period.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Stretches of the calendar. */
  enum Period {
    Week(7, 7),
    Month(30, 31),
    Quarter(91, 92);

    private final Duration usual;
    private final Duration longest;

    Period(int usualDays, int longestDays) {
      usual = Duration.ofDays(usualDays);
      longest = Duration.ofDays(longestDays);
    }

    /** The longest there is: a window that contains all of any of them. */
    Duration longest() {
      return longest;
    }
  }
}
