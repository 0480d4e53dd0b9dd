package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.capacity.Sizing;
import java.util.List;
import java.util.stream.IntStream;

/** What the numbers of replicas around the one that would run give. */
final class SizingPlot {

  private static final int BELOW = 5;
  private static final int ABOVE = 3;

  private SizingPlot() {}

  /** What a number of replicas gives, 0 to 1. */
  record Point(int replicas, double attainment) {}

  static List<Point> of(Sizing sizing) {
    int replicas = sizing.replicas();
    return IntStream.rangeClosed(Math.max(1, replicas - BELOW), replicas + ABOVE)
        .mapToObj(it -> new Point(it, sizing.attainment(it)))
        .toList();
  }
}
