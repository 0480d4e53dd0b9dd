package cx.touchpoint.operator.capacity;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a promise takes of a steady load, and what other numbers of replicas would give.
 *
 * @param perSecond arrivals, 0 or more
 * @param time how long answers take by themselves
 * @param level what is promised
 * @param slotsPerReplica turns that one replica has in progress at once, at least 1
 * @param oneQueue whether all replicas answer from one queue; else each has its own
 * @param least replicas that always run, at least 1
 * @param spare replicas beyond what the load needs, 0 or more
 */
public record Sizing(
    double perSecond,
    ServiceTime time,
    ServiceLevel level,
    int slotsPerReplica,
    boolean oneQueue,
    int least,
    int spare) {

  /** How long until a rise is wholly in a rate over 30 s, scraped every 5 s. */
  private static final Duration SEEN = Duration.ofSeconds(35);

  /** How often a HorizontalPodAutoscaler looks, by default. */
  private static final Duration ASKED = Duration.ofSeconds(15);

  public Sizing {
    if (least < 1) {
      throw new IllegalArgumentException("at least one replica runs, and not " + least);
    }
    Erlang.checkLoad(perSecond);
    double load = perSecond * time.meanSeconds();
    if (load > Erlang.MOST_SLOTS / 2.0) {
      throw new IllegalArgumentException(
          "%.0f turns would be in progress at once, and no more than %d can be reckoned"
              .formatted(load, Erlang.MOST_SLOTS / 2));
    }
  }

  /** Turns in progress at once on average. */
  public double offeredLoad() {
    return perSecond * time.meanSeconds();
  }

  /** The fewest slots of one queue that keep the promise; empty when none do. */
  public OptionalInt slots() {
    return isReachable()
        ? OptionalInt.of(attainment().slots(level.share(), offeredLoad()))
        : OptionalInt.empty();
  }

  /** Whether any number of replicas keeps the promise. */
  public boolean isReachable() {
    return best() > level.share();
  }

  /** The share with any number of replicas. */
  public double best() {
    return attainment().best();
  }

  /** The formula by which this load is scaled. */
  public Staffing staffing() {
    return Staffing.of(List.of(level), time, slotsPerReplica, oneQueue, spare);
  }

  /** The replicas that would run. */
  public int replicas() {
    return (int) Math.max(least, staffing().replicas(offeredLoad()));
  }

  /** The share of customers who are answered in time by so many replicas; 0 of none. */
  public double attainment(int replicas) {
    if (replicas == 0) {
      return 0;
    }
    return oneQueue
        ? attainment().of(Math.multiplyExact(replicas, slotsPerReplica), offeredLoad())
        : attainment().of(slotsPerReplica, offeredLoad() / replicas);
  }

  /** The most arrivals per second of which so many replicas keep the promise. */
  public double perSecondUpTo(int replicas) {
    double load =
        oneQueue
            ? attainment().load(level.share(), replicas * slotsPerReplica)
            : replicas * attainment().load(level.share(), slotsPerReplica);
    return load / time.meanSeconds();
  }

  /**
   * The longest time from a sudden rise until the replicas for it answer.
   *
   * @param startup how long a replica takes from its making until it answers
   */
  public static Duration reaction(Duration startup) {
    return SEEN.plus(ASKED).plus(startup);
  }

  private Attainment attainment() {
    return new Attainment(time, level.within());
  }
}
