package cx.touchpoint.connector;

import cx.touchpoint.connector.conversation.Ticks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A time that stands still until a test moves it. */
public final class MovableTime {

  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private final AtomicLong nanos = new AtomicLong();

  public void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  public Instant now() {
    return START.plusNanos(nanos.get());
  }

  public Ticks ticks() {
    return new Ticks(new HandClock(this), nanos::get);
  }

  private static final class HandClock extends Clock {
    private final MovableTime time;

    HandClock(MovableTime time) {
      this.time = time;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return time.now();
    }
  }
}
