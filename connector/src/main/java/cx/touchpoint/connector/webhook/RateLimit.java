package cx.touchpoint.connector.webhook;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How many requests one replica takes per minute. */
final class RateLimit {

  private final LongSupplier stopwatch;
  private @Nullable Integer perMinute;
  private @Nullable Bucket bucket;

  RateLimit(LongSupplier stopwatch) {
    this.stopwatch = stopwatch;
  }

  /**
   * Asks for one request.
   *
   * @param limit requests per minute, null for no limit
   * @return how long to wait when it may not be served now
   */
  synchronized Optional<Duration> admit(@Nullable Integer limit) {
    if (limit == null) {
      perMinute = null;
      bucket = null;
      return Optional.empty();
    }
    Bucket current = bucket;
    if (current == null || !limit.equals(perMinute)) {
      current = full(limit);
      perMinute = limit;
      bucket = current;
    }
    ConsumptionProbe probe = current.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket full(int limit) {
    return Bucket.builder()
        .addLimit(spec -> spec.capacity(limit).refillGreedy(limit, Duration.ofMinutes(1)))
        .withCustomTimePrecision(new Stopwatch(stopwatch))
        .build();
  }

  private record Stopwatch(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
