package cx.touchpoint.operator.capacity;

import java.util.List;

/**
 * How many replicas a promise needs of a load: the square-root law, {@code load + beta sqrt(load)}
 * busy and idle slots, and no queue fuller than it may be. It is a formula, because what scales by
 * it has to write it as an expression over what is measured.
 *
 * <p>S. Halfin and W. Whitt, Heavy-Traffic Limits for Queues with Many Exponential Servers,
 * Operations Research 29 (1981); S. Borst, A. Mandelbaum and M. Reiman, Dimensioning Large Call
 * Centers, Operations Research 52 (2004).
 *
 * @param safety beta, how many square roots of the load are kept free
 * @param fullness the load per slot, 0 to 1, at which a replica that has a queue of its own still
 *     keeps the promise; 1 where all replicas answer from one queue
 * @param slotsPerReplica turns that one replica has in progress at once, at least 1
 * @param spare replicas beyond that, for bursts that are faster than any scaling
 */
public record Staffing(double safety, double fullness, int slotsPerReplica, int spare) {

  /** Loads by which beta is chosen: beyond, it grows no more; below, replicas are whole. */
  private static final List<Double> LOADS = List.of(2.0, 5.0, 10.0, 20.0, 50.0, 100.0);

  /** Of what cannot be promised at all: enough that nobody waits for long. */
  private static final double OF_THE_UNREACHABLE = 1;

  public Staffing {
    if (!Double.isFinite(safety) || safety < 0) {
      throw new IllegalArgumentException("beta is 0 or more, and not " + safety);
    }
    if (!(fullness > 0 && fullness <= 1)) {
      throw new IllegalArgumentException(
          "a queue is fuller than empty and no fuller than full, and not " + fullness);
    }
    if (slotsPerReplica < 1 || slotsPerReplica > Erlang.MOST_SLOTS || spare < 0) {
      throw new IllegalArgumentException(
          "a replica has a slot or more, and 0 or more are spare, and not %d and %d"
              .formatted(slotsPerReplica, spare));
    }
  }

  /**
   * What several promises need together: the most that any of them does.
   *
   * @param levels what is promised, at least one
   * @param time how long answers take by themselves
   * @param oneQueue whether all replicas answer from one queue; else each has its own
   */
  public static Staffing of(
      List<ServiceLevel> levels,
      ServiceTime time,
      int slotsPerReplica,
      boolean oneQueue,
      int spare) {
    return levels.stream()
        .map(it -> of(it, time, slotsPerReplica, oneQueue, spare))
        .reduce(Staffing::and)
        .orElseThrow(() -> new IllegalArgumentException("nothing is promised"));
  }

  private static Staffing of(
      ServiceLevel level, ServiceTime time, int slotsPerReplica, boolean oneQueue, int spare) {
    var attainment = new Attainment(time, level.within());
    if (attainment.best() <= level.share()) {
      return new Staffing(OF_THE_UNREACHABLE, 1, slotsPerReplica, spare);
    }
    double fullness =
        oneQueue ? 1 : attainment.load(level.share(), slotsPerReplica) / slotsPerReplica;
    return new Staffing(safety(level.share(), attainment), fullness, slotsPerReplica, spare);
  }

  /** Enough for each of the loads, of which the slots of one queue are known exactly. */
  private static double safety(double share, Attainment attainment) {
    return LOADS.stream()
        .mapToDouble(load -> (attainment.slots(share, load) - load) / Math.sqrt(load))
        .max()
        .orElseThrow();
  }

  private Staffing and(Staffing other) {
    return new Staffing(
        Math.max(safety, other.safety), Math.min(fullness, other.fullness), slotsPerReplica, spare);
  }

  /**
   * The slots a load needs.
   *
   * @param offeredLoad in erlangs, 0 or more
   */
  public double slots(double offeredLoad) {
    Erlang.checkLoad(offeredLoad);
    return Math.max(offeredLoad / fullness, offeredLoad + safety * Math.sqrt(offeredLoad));
  }

  /**
   * The replicas a load needs, the spare ones included.
   *
   * @param offeredLoad in erlangs, 0 or more
   */
  public double replicas(double offeredLoad) {
    return Math.ceil(slots(offeredLoad) / slotsPerReplica + spare);
  }
}
