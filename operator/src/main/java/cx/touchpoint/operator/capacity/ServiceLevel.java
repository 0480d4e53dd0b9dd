package cx.touchpoint.operator.capacity;

import java.time.Duration;

/**
 * A share of customers to be answered within a time.
 *
 * @param share more than 0 and less than 1
 * @param within from the message to the whole answer, more than nothing
 */
public record ServiceLevel(double share, Duration within) {

  public ServiceLevel {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a share lies between 0 and 1, and " + share + " not");
    }
    if (!within.isPositive()) {
      throw new IllegalArgumentException("an answer takes some time, and not " + within);
    }
  }
}
