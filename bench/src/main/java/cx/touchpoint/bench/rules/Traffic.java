package cx.touchpoint.bench.rules;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Four weeks of a channel's requests as Prometheus would have scraped them: much by day, little at
 * night and at weekends, new pods each week. What truly happened is counted along.
 */
final class Traffic {

  /** The moment at which everything is evaluated; a Wednesday morning. */
  static final Instant END = Instant.parse("2026-03-04T10:00:00Z");

  /** What is promised over it. */
  static final Duration WINDOW = Duration.ofDays(28);

  /** What lies there before, so that no window is cut. */
  static final Instant BEGIN = END.minus(WINDOW).minus(Duration.ofDays(1));

  private static final Duration SCRAPE = Duration.ofSeconds(30);
  private static final Duration ROLLOUT = Duration.ofDays(7);

  /** How far back rules look for what answers. */
  private static final Duration REMEMBERED = Duration.ofHours(2);

  private static final double BUSIEST = 60;
  private static final double WEEKEND = 0.25;
  private static final long SEED = 20_260_304;

  /** Above this mean a count is as good as normally distributed. */
  private static final double MANY = 30;

  private final int pods;
  private final List<Incident> incidents = Incident.before(END);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private long requests;
  private long failed;

  /** Of so many pods at a time. */
  Traffic(int pods) {
    this.pods = pods;
  }

  /** Writes all samples in OpenMetrics' text form; returns how many. */
  long write(Path file) throws IOException {
    long samples = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("# TYPE touchpoint_requests counter\n");
      for (int pod = 0; pod < pods; pod++) {
        samples += pod(pod, out);
      }
      out.write("# TYPE up gauge\n");
      for (int pod = 0; pod < pods; pod++) {
        String labels = labels(name(pod, generation(END)));
        for (var at = END.minus(REMEMBERED).plus(late(pod));
            !at.isAfter(END);
            at = at.plus(SCRAPE)) {
          out.write("up{%s} 1 %s\n".formatted(labels, seconds(at)));
          samples++;
        }
      }
      out.write("# EOF\n");
    }
    return samples;
  }

  /** The share of bad requests within the window, from 0 to 1. */
  double badShare() {
    return (double) failed / requests;
  }

  private long pod(int pod, BufferedWriter out) throws IOException {
    long samples = 0;
    long generation = -1;
    var accepted = new StringBuilder();
    var turnedAway = new StringBuilder();
    long good = 0;
    long bad = 0;
    for (var at = BEGIN.plus(late(pod)); !at.isAfter(END); at = at.plus(SCRAPE)) {
      if (generation(at) != generation) {
        generation = generation(at);
        flush(out, accepted, turnedAway);
        good = 0;
        bad = 0;
      } else {
        long came = count(rate(at) * SCRAPE.toSeconds() / pods);
        long failing = share(came, Incident.share(incidents, at));
        good += came - failing;
        bad += failing;
        if (at.isAfter(END.minus(WINDOW))) {
          requests += came;
          failed += failing;
        }
      }
      String labels = labels(name(pod, generation));
      sample(accepted, labels, "accepted", good, at);
      sample(turnedAway, labels, "failed", bad, at);
      samples += 2;
    }
    flush(out, accepted, turnedAway);
    return samples;
  }

  private static void flush(BufferedWriter out, StringBuilder... series) throws IOException {
    for (StringBuilder one : series) {
      out.append(one);
      one.setLength(0);
    }
  }

  private static void sample(
      StringBuilder to, String labels, String outcome, long value, Instant at) {
    to.append("touchpoint_requests_total{")
        .append(labels)
        .append(",outcome=\"")
        .append(outcome)
        .append("\"} ")
        .append(value)
        .append(' ')
        .append(seconds(at))
        .append('\n');
  }

  /** Requests per second of all pods. */
  private static double rate(Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    double hour = time.toLocalTime().toSecondOfDay() / 3600.0;
    // A bell around half past two. In the dead of night one in 250 of that: still some in each
    // five minutes, for without any, Sloth's budget is no number for four weeks.
    double day = 0.004 + Math.exp(-Math.pow((hour - 14.5) / 4, 2));
    boolean weekend = time.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    return BUSIEST * day * (weekend ? WEEKEND : 1);
  }

  /** How many come where so many are expected (Poisson). */
  private long count(double expected) {
    if (expected > MANY) {
      return Math.max(0, Math.round(expected + Math.sqrt(expected) * random.nextGaussian()));
    }
    double limit = Math.exp(-expected);
    long count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  /** How many of those fail. */
  private long share(long came, double probability) {
    long failing = 0;
    for (long i = 0; i < came; i++) {
      failing += random.nextDouble() < probability ? 1 : 0;
    }
    return failing;
  }

  /** Pods are not scraped all at once. */
  private Duration late(int pod) {
    return SCRAPE.multipliedBy(pod).dividedBy(pods);
  }

  private static long generation(Instant at) {
    return Duration.between(BEGIN, at).dividedBy(ROLLOUT);
  }

  private static String name(int pod, long generation) {
    return "chat-%d-%d".formatted(generation, pod);
  }

  private static String labels(String pod) {
    return "namespace=\"care\",channel=\"chat\",pod=\"%s\"".formatted(pod);
  }

  private static String seconds(Instant at) {
    return "%d.%03d".formatted(at.getEpochSecond(), at.getNano() / 1_000_000);
  }
}
