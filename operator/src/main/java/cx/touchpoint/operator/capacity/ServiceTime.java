package cx.touchpoint.operator.capacity;

import java.time.Duration;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * How long answers take by themselves, without any wait. Taken to be lognormal, as durations of
 * service commonly are: Brown et al., Statistical Analysis of a Telephone Call Center, Journal of
 * the American Statistical Association 100 (2005), found it of conversations with people.
 *
 * @param mean the mean, more than nothing
 * @param variation the coefficient of variation: standard deviation / mean, 0 or more; 0 means that
 *     all take the same time
 */
public record ServiceTime(Duration mean, double variation) {

  public ServiceTime {
    if (!mean.isPositive()) {
      throw new IllegalArgumentException("an answer takes some time, and not " + mean);
    }
    if (!Double.isFinite(variation) || variation < 0) {
      throw new IllegalArgumentException(
          "a coefficient of variation is 0 or more, and not " + variation);
    }
  }

  /**
   * The share of answers that take no longer than a time: P(S &le; T) = &Phi;((ln T - &mu;) /
   * &sigma;) with &sigma;&sup2; = ln(1 + variation&sup2;) and &mu; = ln(mean) - &sigma;&sup2; / 2.
   * No number of servers makes more of them come in time. Of answers with a mean of 4 s and a
   * variation of 1, 33.86 % come within 2 s.
   *
   * @return 0 to 1; 0 of no time
   */
  public double shareWithin(Duration time) {
    if (!time.isPositive()) {
      return 0;
    }
    if (variation == 0) {
      return time.compareTo(mean) >= 0 ? 1 : 0;
    }
    double squaredSigma = squaredSigma();
    double logRatio = Math.log(seconds(time) / seconds(mean));
    double z = (logRatio + squaredSigma / 2) / Math.sqrt(squaredSigma);
    return Erfc.value(-z / Math.sqrt(2)) / 2;
  }

  /**
   * The time that a share of answers takes at most, in seconds: the inverse of {@link
   * #shareWithin}.
   *
   * @param share more than 0 and less than 1
   */
  public double within(double share) {
    double squaredSigma = squaredSigma();
    double z = -Math.sqrt(2) * InverseErfc.value(2 * share);
    return meanSeconds() * Math.exp(z * Math.sqrt(squaredSigma) - squaredSigma / 2);
  }

  /** The mean in seconds. */
  double meanSeconds() {
    return seconds(mean);
  }

  private double squaredSigma() {
    // log1p keeps its digits where the variation is small.
    return Math.log1p(variation * variation);
  }

  static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }
}
