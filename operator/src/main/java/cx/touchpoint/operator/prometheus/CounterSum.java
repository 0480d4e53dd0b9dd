package cx.touchpoint.operator.prometheus;

import java.util.ArrayList;
import java.util.List;

/**
 * What a user counts: selectors joined by {@code +}, a small part of PromQL. Functions, ranges and
 * offsets are ours to add, so that every use of the counters is of the same time.
 */
public final class CounterSum {

  /**
   * A text that is none of them.
   *
   * @param column where, counted from 1 in characters
   * @param message what is wrong there and what to write instead
   */
  public record Fault(int column, String message) {}

  /** What the definition of the API allows; nothing longer is looked at. */
  static final int LONGEST = 1024;

  /** What was read. */
  public sealed interface Reading {
    /** Selectors, at least one. */
    record Read(List<Selector> selectors) implements Reading {
      public Read {
        selectors = List.copyOf(selectors);
      }
    }

    /** Nothing, for this reason. */
    record Refused(Fault fault) implements Reading {}
  }

  private CounterSum() {}

  /** Reads a text. Never throws, whatever the text is. */
  public static Reading read(String text) {
    if (text.length() > LONGEST) {
      return new Reading.Refused(
          new Fault(LONGEST + 1, "no more than %d characters may stand here".formatted(LONGEST)));
    }
    var scanner = new Scanner(text);
    var selectors = new ArrayList<Selector>();
    try {
      do {
        selectors.add(scanner.selector());
      } while (scanner.takes('+'));
      scanner.end();
      return new Reading.Read(selectors);
    } catch (Cursor.Stopped e) {
      return new Reading.Refused(e.fault());
    }
  }
}
