package cx.touchpoint.operator.capacity;

import java.time.Duration;

/**
 * Erlang A: what becomes of customers who leave when they have waited too long, each after a time
 * of their own (exponential). It says how many people a promise made for people needs, and what a
 * shortage costs; it never has an endless queue.
 *
 * <p>C. Palm, Research on Telephone Traffic Carried by Full Availability Groups, Tele 1 (1957); O.
 * Garnett, A. Mandelbaum and M. Reiman, Designing a Call Center with Impatient Customers,
 * Manufacturing and Service Operations Management 4 (2002).
 *
 * @param abandoning the share of arrivals that leave before anybody answers, 0 to 1
 * @param meanWait how long an arrival waits on average, those who leave included
 */
public record Impatience(double abandoning, Duration meanWait) {

  /** What is left out of the queue's tail, as a part of what was summed. */
  private static final double NEGLIGIBLE = 1e-15;

  private static final double LARGE = 1e100;
  private static final double NANOS = 1e9;

  /**
   * Reckons it.
   *
   * @param slots those who answer, 1 to {@link Erlang#MOST_SLOTS}
   * @param offeredLoad in erlangs, 0 or more
   * @param meanService how long an answer takes on average, more than nothing
   * @param patience how long customers wait on average before they leave, more than nothing
   */
  public static Impatience of(
      int slots, double offeredLoad, Duration meanService, Duration patience) {
    Erlang.check(slots, offeredLoad);
    if (slots == 0 || !meanService.isPositive() || !patience.isPositive()) {
      throw new IllegalArgumentException(
          "somebody answers, and service and patience take some time, and not %d, %s and %s"
              .formatted(slots, meanService, patience));
    }
    // In units of the state in which all slots are just taken.
    double states = 1 / Erlang.blocking(slots, offeredLoad);
    if (Double.isInfinite(states)) {
      return new Impatience(0, Duration.ZERO); // of so little nobody ever waits
    }
    // Per mean service.
    double leaving = ServiceTime.seconds(meanService) / ServiceTime.seconds(patience);
    double queue = 0;
    double state = 1;
    for (int waiting = 1; state > NEGLIGIBLE * states; waiting++) {
      state *= offeredLoad / (slots + waiting * leaving);
      states += state;
      queue += waiting * state;
      if (state > LARGE) { // of an overload that customers bear for long; only the ratio counts
        queue /= state;
        states /= state;
        state = 1;
      }
    }
    double abandoning = Math.min(1, leaving * (queue / states) / offeredLoad);
    double seconds = abandoning * ServiceTime.seconds(patience);
    return new Impatience(abandoning, Duration.ofNanos(Math.round(seconds * NANOS)));
  }
}
