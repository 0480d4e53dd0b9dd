package cx.touchpoint.bench.rules;

import cx.touchpoint.bench.rules.PrometheusProcess.Answer;
import cx.touchpoint.bench.rules.RuleSet.Entry;
import java.io.IOException;
import java.time.Duration;

/**
 * What the rules of one promise cost.
 *
 * @param samples read when each is evaluated once
 * @param samplesPerSecond read, by how often each is evaluated
 * @param seconds it takes to evaluate each once
 * @param secondsPerHour spent evaluating in an hour
 */
record Cost(long samples, double samplesPerSecond, double seconds, double secondsPerHour) {

  /** Evaluates every rule once, as its group would. */
  static Cost of(RuleSet rules, PrometheusProcess prometheus)
      throws IOException, InterruptedException {
    long samples = 0;
    double samplesPerSecond = 0;
    double seconds = 0;
    double secondsPerHour = 0;
    for (Entry rule : rules.rules()) {
      Answer answer = prometheus.at(rule.expression(), Traffic.END);
      double interval = rule.interval().toSeconds();
      samples += answer.samples();
      samplesPerSecond += answer.samples() / interval;
      seconds += answer.seconds();
      secondsPerHour += answer.seconds() * Duration.ofHours(1).toSeconds() / interval;
    }
    return new Cost(samples, samplesPerSecond, seconds, secondsPerHour);
  }
}
