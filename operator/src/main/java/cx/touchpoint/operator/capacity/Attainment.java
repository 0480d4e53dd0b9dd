package cx.touchpoint.operator.capacity;

import java.time.Duration;

/**
 * The share of customers whose answer comes within a time, by how many slots answer how much. What
 * is promised is the wait and the answer together: {@code P(W + S <= T)} is the mean, over answers
 * that take s, of {@code 1 - P(W > T - s)}; an answer that takes longer than T by itself is late.
 *
 * <p>Answers are represented by the middles of equally likely parts of those that take at most T,
 * so that the share without any wait is exact. Parts of the whole distribution would round it to
 * whole parts, and 99.9 % would be promised of what can be kept for 99.6 %.
 */
public final class Attainment {

  private static final int PARTS = 200;

  /** No rate of arrivals is known as precisely. */
  private static final double PRECISION = 1e-4;

  private final ServiceTime time;
  private final double best;

  /** What is left for waiting, in seconds, of each part. */
  private final double[] left;

  private final double meanLeft;

  /**
   * What can be attained.
   *
   * @param time how long answers take by themselves
   * @param within from the message to the whole answer, more than nothing
   */
  public Attainment(ServiceTime time, Duration within) {
    this.time = time;
    best = time.shareWithin(within);
    left = new double[best > 0 ? PARTS : 0];
    double seconds = ServiceTime.seconds(within);
    double sum = 0;
    for (int part = 0; part < left.length; part++) {
      left[part] = Math.max(0, seconds - time.within(best * (part + 0.5) / PARTS));
      sum += left[part];
    }
    meanLeft = sum / PARTS;
  }

  /** The share with any number of slots: only answers that take too long by themselves are late. */
  public double best() {
    return best;
  }

  /**
   * The share of one queue.
   *
   * @param slots 0 to {@link Erlang#MOST_SLOTS}
   * @param offeredLoad in erlangs, 0 or more
   * @return 0 to {@link #best()}; 0 where the queue grows for ever
   */
  public double of(int slots, double offeredLoad) {
    return slots > 0 && offeredLoad == 0 ? best : of(Wait.of(slots, offeredLoad, time));
  }

  private double of(Wait wait) {
    if (wait.decay() <= 0) {
      return 0;
    }
    double late = 0;
    for (double seconds : left) {
      late += wait.longerThan(seconds);
    }
    return best * (1 - late / PARTS);
  }

  /**
   * Whether so many slots reach a share. By Jensen's inequality the mean of the tails is not less
   * than the tail of the mean, so most numbers that are too small need no more than one look.
   */
  boolean reaches(double share, double waiting, int slots, double offeredLoad) {
    Wait wait = Wait.of(waiting, slots, offeredLoad, time);
    return wait.decay() > 0 && best * (1 - wait.longerThan(meanLeft)) >= share && of(wait) >= share;
  }

  /**
   * The inverse: the fewest slots of one queue that reach a share.
   *
   * @param share less than {@link #best()}
   * @param offeredLoad in erlangs, 0 or more
   * @throws IllegalArgumentException when no number of slots up to {@link Erlang#MOST_SLOTS} does
   */
  public int slots(double share, double offeredLoad) {
    Erlang.checkLoad(offeredLoad);
    if (offeredLoad == 0 && share <= best) {
      return 1;
    }
    double blocking = 1;
    for (int slots = 1; slots <= Erlang.MOST_SLOTS && share < best; slots++) {
      blocking = Erlang.next(blocking, slots, offeredLoad);
      if (slots > offeredLoad
          && reaches(share, Erlang.waiting(slots, offeredLoad, blocking), slots, offeredLoad)) {
        return slots;
      }
    }
    throw new IllegalArgumentException(
        "no number of slots answers %s of %s erlangs in time; at best %s are"
            .formatted(share, offeredLoad, best));
  }

  /**
   * The inverse: the largest load of one queue of which a share is reached.
   *
   * @param slots 1 to {@link Erlang#MOST_SLOTS}
   * @return in erlangs, rounded down by a ten-thousandth of a slot at most; 0 where the share is
   *     not reached of any load
   */
  public double load(double share, int slots) {
    double enough = 0;
    double tooMuch = slots;
    while (tooMuch - enough > PRECISION * slots) {
      double middle = (enough + tooMuch) / 2;
      if (reaches(share, Erlang.waiting(slots, middle), slots, middle)) {
        enough = middle;
      } else {
        tooMuch = middle;
      }
    }
    return enough;
  }
}
