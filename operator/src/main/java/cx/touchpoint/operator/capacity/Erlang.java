package cx.touchpoint.operator.capacity;

/**
 * How often all slots are taken, of arrivals that come independently of each other (Poisson). The
 * offered load is what is asked for in busy slots, in erlangs: arrivals per second times the mean
 * time an answer takes.
 *
 * <p>A. K. Erlang, Solution of some Problems in the Theory of Probabilities of Significance in
 * Automatic Telephone Exchanges, Elektroteknikeren 13 (1917).
 */
public final class Erlang {

  /** The most slots that anything is reckoned for. */
  public static final int MOST_SLOTS = 1_000_000;

  private Erlang() {}

  /**
   * Erlang B: the share of arrivals that find all slots taken where nobody waits, by the recursion
   * {@code B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1))} of ITU-T E.501. Each step only adds and
   * divides numbers above zero, so nothing is lost to cancellation, however many slots there are.
   *
   * @param slots 0 to {@link #MOST_SLOTS}
   * @param offeredLoad in erlangs, 0 or more
   * @return 0 to 1
   */
  public static double blocking(int slots, double offeredLoad) {
    check(slots, offeredLoad);
    double blocking = 1;
    for (int slot = 1; slot <= slots; slot++) {
      blocking = next(blocking, slot, offeredLoad);
    }
    return blocking;
  }

  /** Erlang B with one slot more than it was reckoned for. */
  static double next(double blocking, int slot, double offeredLoad) {
    double taken = offeredLoad * blocking;
    return taken / (slot + taken);
  }

  /**
   * Erlang C: the share of arrivals that wait at all, where nobody leaves. Without more slots than
   * are asked for the queue grows for ever, and everybody waits.
   *
   * @param slots 0 to {@link #MOST_SLOTS}
   * @param offeredLoad in erlangs, 0 or more
   * @return 0 to 1
   */
  public static double waiting(int slots, double offeredLoad) {
    return waiting(slots, offeredLoad, blocking(slots, offeredLoad));
  }

  /** Erlang C where Erlang B is known. */
  static double waiting(int slots, double offeredLoad, double blocking) {
    return slots <= offeredLoad ? 1 : slots * blocking / (slots - offeredLoad * (1 - blocking));
  }

  static void check(int slots, double offeredLoad) {
    if (slots < 0 || slots > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "there are 0 to " + MOST_SLOTS + " slots, and not " + slots);
    }
    checkLoad(offeredLoad);
  }

  static void checkLoad(double offeredLoad) {
    if (!Double.isFinite(offeredLoad) || offeredLoad < 0) {
      throw new IllegalArgumentException(
          "an offered load is 0 or more erlangs, and not " + offeredLoad);
    }
  }
}
