package cx.touchpoint.operator.connectors;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One pod: what it said, and when it is asked again. */
final class Asked {

  /** How often a connector that runs what it should is asked. */
  static final Duration SETTLED = Duration.ofSeconds(30);

  /** How often one that does not is asked, at first. */
  static final Duration UNSETTLED = Duration.ofSeconds(2);

  /** How seldom it is asked in the end, when it keeps answering the same. */
  static final Duration UNSETTLED_AT_LAST = Duration.ofSeconds(10);

  /** One missed answer is a busy moment; so many in a row are silence. */
  static final int MISSES_UNTIL_SILENT = 3;

  /** So often nothing new may be heard before the pauses grow. */
  private static final int PATIENCE = 5;

  private static final int LONGEST_GROWTH = 4;

  /** The shortest first pause of one that has settled, in percent; no two pods share theirs. */
  private static final int LEAST = 10;

  private static final int PERCENT = 100;

  private final String pod;
  private final String address;
  private final int phase;
  private @Nullable Instant lastAsked;
  private Wanted wanted = new Wanted("", false);
  private boolean underWay;
  private int misses;
  private int nothingNew;
  private Report report;

  Asked(String pod, String address) {
    this.pod = pod;
    this.address = address;
    this.phase = LEAST + Math.floorMod(pod.hashCode(), PERCENT - LEAST);
    this.report = new Report.Unasked(pod);
  }

  String address() {
    return address;
  }

  synchronized Report report() {
    return report;
  }

  /**
   * Whether it is to be asked now; whoever is told yes has to ask.
   *
   * @param should what it should come to say
   */
  synchronized boolean claim(Instant now, Wanted should) {
    if (!should.equals(wanted)) {
      wanted = should;
      nothingNew = 0;
    }
    if (underWay || (lastAsked != null && now.isBefore(lastAsked.plus(pause())))) {
      return false;
    }
    underWay = true;
    lastAsked = now;
    return true;
  }

  /** Takes in an answer; says whether anything is new. */
  synchronized boolean answered(ConnectorStatus status) {
    misses = 0;
    return learn(new Report.Answered(pod, status));
  }

  /** Takes in that no answer came; says whether that is new. */
  synchronized boolean missed(String why) {
    misses++;
    return learn(misses < MISSES_UNTIL_SILENT ? report : new Report.Silent(pod, why));
  }

  private boolean learn(Report now) {
    underWay = false;
    boolean isNew = !now.equals(report);
    nothingNew = isNew ? 0 : nothingNew + 1;
    report = now;
    return isNew;
  }

  private Duration pause() {
    if (isSettled()) {
      // All settle in the second after our start; from here on each has a second of its own.
      return nothingNew == 0 ? SETTLED.multipliedBy(phase).dividedBy(PERCENT) : SETTLED;
    }
    int growth = Math.clamp(nothingNew - PATIENCE, 0, LONGEST_GROWTH);
    Duration pause = UNSETTLED.multipliedBy(1L << growth);
    Duration longest = misses == 0 ? UNSETTLED_AT_LAST : SETTLED;
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  private boolean keepsWhatItShould(ConnectorStatus.@Nullable History said) {
    return said == null || said.state() == null ? !wanted.history() : said.state().keeps();
  }

  private boolean isSettled() {
    return report instanceof Report.Answered(String name, ConnectorStatus status)
        && misses == 0
        && wanted.revision().equals(status.revision())
        && keepsWhatItShould(status.history())
        && status.configurationProblem() == null
        && status.credentials().stream().allMatch(it -> it.state() == Credential.State.Valid);
  }
}
