package cx.touchpoint.bench.replay;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A day of one Channel. Times are in seconds.
 *
 * @param name what it is called
 * @param seconds how long it lasts
 * @param perSecond arrivals, by time
 * @param serviceSeconds what an answer takes on average, by time
 * @param declaredSeconds what the Channel says an answer takes
 * @param variation its coefficient of variation
 * @param slots turns in progress at once per replica
 * @param within the promised longest time until the answer
 * @param share the promised share of customers
 * @param patience mean time until a customer leaves who waits; infinite for those who do not
 * @param provider what the provider takes per second; infinite where it does not say
 * @param stallFrom when answers stop for two minutes; infinite where they never do
 * @param lossEvery how often a replica is lost; infinite where none is
 */
record Workload(
    String name,
    double seconds,
    DoubleUnaryOperator perSecond,
    DoubleUnaryOperator serviceSeconds,
    double declaredSeconds,
    double variation,
    int slots,
    double within,
    double share,
    double patience,
    double provider,
    double stallFrom,
    double lossEvery) {

  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final double HOUR = 3600;
  private static final double MINUTE = 60;
  private static final double STALL = 120;

  static List<Workload> all() {
    return List.of(
        chat("diurnal, lunch peak", 10, t -> 3 + 27 * bell(t, 5 * HOUR, 1.2 * HOUR)),
        chat("step x3", 1.5, t -> t >= 30 * MINUTE && t < 60 * MINUTE ? 36 : 12),
        chat("model replies", 4, t -> 0.6 + 2.4 * bell(t, 2 * HOUR, 0.6 * HOUR))
            .answering(t -> 4, 4, 1)
            .promising(15),
        chat("downstream S x3", 1.5, t -> 12)
            .answering(t -> t >= 30 * MINUTE && t < 60 * MINUTE ? 0.9 : 0.3, 0.3, 1),
        chat("campaign x10 in 60 s", 1.5, t -> 4 + 36 * ramp(t, 20 * MINUTE, MINUTE, 20 * MINUTE)),
        chat("flash crowd, cv 3", 1.5, t -> 4 + 36 * ramp(t, 30 * MINUTE, 20, 10 * MINUTE))
            .answering(t -> 0.3, 0.3, 3),
        chat("night idle", 8, t -> 0.05),
        chat("provider cap", 1.5, t -> 90).limited(30),
        chat("pod lost every 10 min", 2, t -> 20).losing(10 * MINUTE),
        chat("stall, no abandonment", 2, t -> 15).patient().promising(60).stalling(HOUR),
        chat("large lunch", 3, t -> 20 + 280 * bell(t, 1.5 * HOUR, 0.4 * HOUR)).slots(10));
  }

  /** Arrivals in busy slots. */
  double load(double time) {
    return Math.min(perSecond.applyAsDouble(time), provider) * serviceSeconds.applyAsDouble(time);
  }

  /** When an answer ends that begins at a time and takes so long. */
  double end(double begin, double duration) {
    boolean during = begin >= stallFrom && begin < stallFrom + STALL;
    double from = during ? stallFrom + STALL : begin;
    boolean meets = from < stallFrom && from + duration > stallFrom;
    return from + duration + (meets ? STALL : 0);
  }

  private static Workload chat(String name, double hours, DoubleUnaryOperator perSecond) {
    return new Workload(
        name, hours * HOUR, perSecond, t -> 0.3, 0.3, 1, 4, 2, 0.95, 10, NEVER, NEVER, NEVER);
  }

  private Workload answering(DoubleUnaryOperator service, double declared, double variation) {
    return new Workload(
        name, seconds, perSecond, service, declared, variation, slots, within, share, patience,
        provider, stallFrom, lossEvery);
  }

  private Workload promising(double time) {
    return new Workload(
        name,
        seconds,
        perSecond,
        serviceSeconds,
        declaredSeconds,
        variation,
        slots,
        time,
        share,
        patience,
        provider,
        stallFrom,
        lossEvery);
  }

  private Workload slots(int number) {
    return new Workload(
        name,
        seconds,
        perSecond,
        serviceSeconds,
        declaredSeconds,
        variation,
        number,
        within,
        share,
        patience,
        provider,
        stallFrom,
        lossEvery);
  }

  private Workload limited(double most) {
    return new Workload(
        name,
        seconds,
        perSecond,
        serviceSeconds,
        declaredSeconds,
        variation,
        slots,
        within,
        share,
        patience,
        most,
        stallFrom,
        lossEvery);
  }

  private Workload losing(double every) {
    return new Workload(
        name,
        seconds,
        perSecond,
        serviceSeconds,
        declaredSeconds,
        variation,
        slots,
        within,
        share,
        patience,
        provider,
        stallFrom,
        every);
  }

  private Workload stalling(double from) {
    return new Workload(
        name,
        seconds,
        perSecond,
        serviceSeconds,
        declaredSeconds,
        variation,
        slots,
        within,
        share,
        patience,
        provider,
        from,
        lossEvery);
  }

  private Workload patient() {
    return new Workload(
        name,
        seconds,
        perSecond,
        serviceSeconds,
        declaredSeconds,
        variation,
        slots,
        within,
        share,
        NEVER,
        provider,
        stallFrom,
        lossEvery);
  }

  private static double bell(double time, double middle, double width) {
    double z = (time - middle) / width;
    return Math.exp(-z * z / 2);
  }

  /** From 0 to 1 within a rise, as long at 1, then down as a bell. */
  private static double ramp(double time, double from, double rise, double plateau) {
    if (time < from) {
      return 0;
    }
    return time < from + rise + plateau
        ? Math.min(1, (time - from) / rise)
        : bell(time, from + rise + plateau, 5 * MINUTE);
  }
}
