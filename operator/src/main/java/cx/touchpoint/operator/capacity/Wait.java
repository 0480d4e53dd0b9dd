package cx.touchpoint.operator.capacity;

/**
 * How long arrivals wait in one queue before several slots: {@code P(W > x) = C exp(-decay x)}.
 * Exact where answers take exponential times; for others by the correction of A. O. Allen,
 * Probability, Statistics and Queueing Theory (1990), and J. Cunneen, which stretches waits by (1 +
 * variation&sup2;) / 2.
 *
 * @param probability that an arrival waits at all, 0 to 1
 * @param decay how fast the tail falls, per second; 0 where the queue grows for ever
 */
record Wait(double probability, double decay) {

  /**
   * The wait before slots.
   *
   * @param probability that an arrival waits at all: Erlang C of these slots and this load
   */
  static Wait of(double probability, int slots, double offeredLoad, ServiceTime time) {
    double stretch = (1 + time.variation() * time.variation()) / 2;
    return new Wait(probability, Math.max(0, slots - offeredLoad) / (time.meanSeconds() * stretch));
  }

  /** The wait before slots. */
  static Wait of(int slots, double offeredLoad, ServiceTime time) {
    return of(Erlang.waiting(slots, offeredLoad), slots, offeredLoad, time);
  }

  /** The share of arrivals that wait longer than a time, 0 to 1. */
  double longerThan(double seconds) {
    return probability * Math.exp(-decay * seconds);
  }

  /** The mean over all arrivals, in seconds; infinite where the queue grows for ever. */
  double meanSeconds() {
    return probability / decay;
  }
}
