package cx.touchpoint.connector.responder;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock that no correction of the hour can turn back; its hour means nothing. */
final class StopwatchClock extends Clock {

  private final LongSupplier stopwatch;

  StopwatchClock(LongSupplier stopwatch) {
    this.stopwatch = stopwatch;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(0, stopwatch.getAsLong());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
