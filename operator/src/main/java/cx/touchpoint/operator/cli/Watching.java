package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.overview.Display;
import cx.touchpoint.operator.overview.Overview;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Looks again and again, until somebody ends it. */
final class Watching {

  private final Display display;
  private final InstantSource clock;
  private final Pause pause;

  /** What lies between two looks. */
  @FunctionalInterface
  interface Pause {

    /** Waits; says whether to go on. */
    boolean thenGoOn();
  }

  /** Shows on a display. */
  Watching(Display display, InstantSource clock, Pause pause) {
    this.display = display;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Shows what is seen, until the pause says no.
   *
   * @throws UserError when the very first look fails: what never worked is not waited for
   */
  void watch(Supplier<Overview> look) {
    display.show(look.get(), clock.instant());
    while (pause.thenGoOn()) {
      try {
        display.show(look.get(), clock.instant());
      } catch (UserError e) {
        display.trouble(String.valueOf(e.getMessage()), clock.instant());
      }
    }
  }
}
