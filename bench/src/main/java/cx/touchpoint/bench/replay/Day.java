package cx.touchpoint.bench.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One day of a Channel, customer by customer. Each goes to one of the replicas that serve, at
 * random, as sockets do, and queues there; who is not answered within his patience leaves.
 */
final class Day {

  /** From the making of a replica until it serves, in seconds. */
  private static final double STARTUP = 15;

  private static final double RECORDED_EVERY = 5;

  /** Who decides on replicas, every {@link Autoscaler#PERIOD} seconds. */
  interface Scaler {
    /**
     * The replicas from now on.
     *
     * @param now replicas there are, starting ones included
     * @param busy slots that are taken, the mean of the last two looks
     * @param perSecond arrivals of the last minute
     */
    int replicas(double time, int now, double busy, double perSecond);
  }

  /** What connectors would have counted up to a time. */
  record Counted(double at, long received, double serviceSum, long serviceCount) {}

  /**
   * How it went.
   *
   * @param inTime the share of customers who were answered in time
   * @param podHours what it took
   * @param most replicas at the same time
   * @param changes how often their number was changed
   */
  record Outcome(double inTime, double podHours, int most, int changes, List<Counted> counters) {}

  private record Answer(double end, double duration) {}

  private static final class Replica {
    private final double serves;
    private final PriorityQueue<Double> free = new PriorityQueue<>();
    private final List<double[]> answered = new ArrayList<>();

    Replica(double serves, int slots) {
      this.serves = serves;
      for (int slot = 0; slot < slots; slot++) {
        free.add(serves);
      }
    }

    int busy(double time) {
      return (int) free.stream().filter(it -> it > time).count();
    }
  }

  private final Workload workload;
  private final Random random;
  private final Scaler scaler;
  private final boolean records;
  private final List<Replica> replicas = new ArrayList<>();
  private final PriorityQueue<Answer> open =
      new PriorityQueue<>((one, other) -> Double.compare(one.end(), other.end()));
  private final List<Counted> counters = new ArrayList<>();

  private long customers;
  private long inTime;
  private double serviceSum;
  private long serviceCount;
  private double podSeconds;
  private int most;
  private int changes;
  private double tokens;

  private Day(Workload workload, long seed, Scaler scaler, boolean records) {
    this.workload = workload;
    this.random = new Random(seed);
    this.scaler = scaler;
    this.records = records;
  }

  /**
   * Lets a day pass.
   *
   * @param records whether the counters are kept
   */
  static Outcome of(Workload workload, long seed, int begin, Scaler scaler, boolean records) {
    return new Day(workload, seed, scaler, records).pass(begin);
  }

  private Outcome pass(int begin) {
    for (int replica = 0; replica < begin; replica++) {
      replicas.add(new Replica(0, workload.slots()));
    }
    double nextLook = Autoscaler.PERIOD;
    double nextRecord = 0;
    double nextLoss = workload.lossEvery();
    double busyBefore = 0;
    long[] minute = new long[4];
    // In steps of a second, within which arrivals are spread evenly.
    for (double time = 0; time < workload.seconds(); time++) {
      if (time >= nextRecord) {
        record(time);
        nextRecord += RECORDED_EVERY;
      }
      if (time >= nextLoss) {
        lose(time);
        nextLoss += workload.lossEvery();
      }
      if (time >= nextLook) {
        double at = time;
        double busy = replicas.stream().mapToInt(it -> it.busy(at)).sum();
        int look = (int) (time / Autoscaler.PERIOD) % minute.length;
        double perSecond =
            (customers - minute[look]) / (minute.length * (double) Autoscaler.PERIOD);
        minute[look] = customers;
        scale(time, scaler.replicas(time, replicas.size(), (busy + busyBefore) / 2, perSecond));
        busyBefore = busy;
        nextLook += Autoscaler.PERIOD;
      }
      podSeconds += replicas.size();
      most = Math.max(most, replicas.size());
      tokens = Math.min(2 * workload.provider(), tokens + workload.provider());
      int arrivals = poisson(workload.perSecond().applyAsDouble(time));
      double[] moments = random.doubles(arrivals).sorted().toArray();
      for (double moment : moments) {
        arrive(time + moment);
      }
    }
    return new Outcome(
        (double) inTime / customers, podSeconds / 3600, most, changes, List.copyOf(counters));
  }

  private void arrive(double time) {
    customers++;
    boolean taken = tokens >= 1;
    tokens -= taken ? 1 : 0;
    List<Replica> serving = replicas.stream().filter(it -> it.serves <= time).toList();
    if (!taken || serving.isEmpty()) {
      return;
    }
    Replica replica = serving.get(random.nextInt(serving.size()));
    double begin = Math.max(time, replica.free.element());
    double patience =
        Double.isInfinite(workload.patience())
            ? workload.patience()
            : -workload.patience() * Math.log(1 - random.nextDouble());
    double duration = duration(begin);
    if (begin - time > patience) {
      return;
    }
    replica.free.remove();
    double end = workload.end(begin, duration);
    replica.free.add(end);
    // A connector times an answer by its clock, a stall included.
    open.add(new Answer(end, end - begin));
    boolean well = end - time <= workload.within();
    inTime += well ? 1 : 0;
    if (well && Double.isFinite(workload.lossEvery())) {
      replica.answered.add(new double[] {end});
    }
  }

  private double duration(double begin) {
    double squaredSigma = Math.log1p(workload.variation() * workload.variation());
    return workload.serviceSeconds().applyAsDouble(begin)
        * Math.exp(Math.sqrt(squaredSigma) * random.nextGaussian() - squaredSigma / 2);
  }

  /** Whoever is there gets no answer, and another is started at once. */
  private void lose(double time) {
    Replica lost = replicas.remove(random.nextInt(replicas.size()));
    inTime -= lost.answered.stream().filter(it -> it[0] > time).count();
    replicas.add(new Replica(time + STARTUP, workload.slots()));
  }

  /** One that goes answers who is there, and nobody new. */
  private void scale(double time, int wanted) {
    changes += wanted == replicas.size() ? 0 : 1;
    while (replicas.size() < wanted) {
      replicas.add(new Replica(time + STARTUP, workload.slots()));
    }
    while (replicas.size() > wanted) {
      replicas.removeLast();
    }
  }

  private void record(double time) {
    while (!open.isEmpty() && open.element().end() <= time) {
      serviceSum += open.remove().duration();
      serviceCount++;
    }
    if (records) {
      counters.add(new Counted(time, customers, serviceSum, serviceCount));
    }
  }

  /** Knuth's method in parts, for large means underflow. */
  private int poisson(double mean) {
    int count = 0;
    for (double left = mean; left > 0; left -= 30) {
      double limit = Math.exp(-Math.min(30, left));
      for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
        count++;
      }
    }
    return count;
  }
}
