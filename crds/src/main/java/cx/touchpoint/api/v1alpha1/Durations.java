package cx.touchpoint.api.v1alpha1;

import java.time.Duration;
import java.util.regex.Matcher;

/**
 * Durations as the API writes them: one whole number and one unit, {@code 250ms} or {@code 28d}.
 */
public final class Durations {

  /** What the API server accepts; five digits keep days inside the range of CEL's arithmetic. */
  public static final String PATTERN = "^[0-9]{1,5}(ms|s|m|h|d)$";

  private static final java.util.regex.Pattern FORM =
      java.util.regex.Pattern.compile("([0-9]{1,5})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException when the text is not one number and one unit
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration: write one number and one unit of ms, s, m, h, d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
