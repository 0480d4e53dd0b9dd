package cx.touchpoint.bench.replay;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A HorizontalPodAutoscaler, by the algorithm of its documentation (Kubernetes, "Horizontal Pod
 * Autoscaling"): a tolerance of 10 %, the largest recommendation of a window before replicas go, by
 * default at most twice as many or four more at a time, and all that are too many at once.
 */
final class Autoscaler {

  /** How often it looks, in seconds. */
  static final int PERIOD = 15;

  private static final double TOLERANCE = 0.1;
  private static final int FOUR = 4;

  private record Recommended(double at, int replicas) {}

  private final int least;
  private final int most;
  private final double calmSeconds;
  private final Deque<Recommended> recommendations = new ArrayDeque<>();

  Autoscaler(int least, int most, double calmSeconds) {
    this.least = least;
    this.most = most;
    this.calmSeconds = calmSeconds;
  }

  /**
   * The replicas from now on.
   *
   * @param now replicas there are
   * @param wanted replicas that a metric asks for, as a fraction; NaN when it is not known
   */
  int next(double time, int now, double wanted) {
    int desired = Double.isNaN(wanted) ? now : desired(now, wanted);
    recommendations.add(new Recommended(time, desired));
    while (recommendations.getFirst().at() <= time - calmSeconds) {
      recommendations.removeFirst();
    }
    int calm = recommendations.stream().mapToInt(Recommended::replicas).max().orElse(desired);
    int stable = desired > now ? desired : Math.max(desired, Math.min(now, calm));
    int reachable = Math.min(stable, Math.max(2 * now, now + FOUR));
    return Math.clamp(reachable, least, most);
  }

  private static int desired(int now, double wanted) {
    return Math.abs(wanted / now - 1) <= TOLERANCE ? now : (int) Math.ceil(wanted - 1e-9);
  }
}
