package cx.touchpoint.bench;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Locale;

/**
 * Something that must hold, whatever the machine.
 *
 * @param what is asked for
 * @param most the largest figure that is well
 * @param found the figure of this run
 */
@JsonIgnoreProperties("met") // it follows from the figures, and a stored one has to be read again
public record Gate(String what, double most, double found) {

  /** Whether it holds. */
  public boolean isMet() {
    return found <= most;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-6s %s: at most %s, found %s",
        isMet() ? "met" : "MISSED",
        what,
        Spread.number(most),
        Spread.number(Spread.rounded(found)));
  }
}
