package cx.touchpoint.operator.cli;

import java.io.Console;
import java.time.Duration;

/** What the command runs at. */
final class Screen {

  private Screen() {}

  /** Whether a person sits there; else what is printed goes into a file or a program. */
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** Whether colours are shown and wanted (https://no-color.org). */
  static boolean showsColours() {
    String refusal = System.getenv("NO_COLOR");
    return isTerminal() && (refusal == null || refusal.isEmpty());
  }

  /** Waits; false when somebody wants to end instead. */
  static boolean waited(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
