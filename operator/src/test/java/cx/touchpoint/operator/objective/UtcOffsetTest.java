package cx.touchpoint.operator.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PromQL is told of a clock is what {@code java.time} knows of it. */
final class UtcOffsetTest {

  private static final Pattern CHANGE =
      Pattern.compile(" ([+-]) (\\d+) \\* \\(vector\\(time\\(\\)\\) >= bool (\\d+)\\)");
  private static final Pattern WHOLE =
      Pattern.compile("vector\\((-?\\d+)\\)((?:" + CHANGE.pattern() + ")*)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "Pacific/Chatham",
        "America/Santiago",
        "Pacific/Kiritimati",
        "Etc/GMT+12"
      })
  void theOffsetIsRightAtAnyTimeUntil2041(String name) {
    ZoneId zone = ZoneId.of(name);
    String expression = UtcOffset.of(zone);
    long from = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
    long until = Instant.parse("2041-01-01T00:00:00Z").getEpochSecond();
    var random = new Random(7);
    random
        .longs(2_000, from, until)
        .forEach(
            it ->
                assertThat(at(expression, it)).as("%s at %d", name, it).isEqualTo(known(zone, it)));
    // And where it matters: at each change, and the second before.
    var changes = CHANGE.matcher(expression);
    while (changes.find()) {
      long second = Long.parseLong(changes.group(3));
      assertThat(at(expression, second)).isEqualTo(known(zone, second));
      assertThat(at(expression, second - 1)).isEqualTo(known(zone, second - 1));
    }
  }

  @Test
  void whereClocksNeverChangeNothingIsReckoned() {
    assertThat(UtcOffset.of(ZoneId.of("Asia/Kolkata"))).isEqualTo("vector(19800)");
  }

  @Test
  void anotherStretchOfTimeHasItsOwnChanges() {
    assertThat(
            UtcOffset.of(
                ZoneId.of("America/New_York"),
                Instant.EPOCH,
                Instant.parse("1970-12-31T00:00:00Z")))
        .isEqualTo(
            "vector(-18000) + 3600 * (vector(time()) >= bool 9961200) - 3600 * (vector(time()) >= bool 25682400)");
  }

  private static long known(ZoneId zone, long second) {
    return zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
  }

  /** Evaluates the expression, as far as its form goes. */
  private static long at(String expression, long second) {
    var whole = WHOLE.matcher(expression);
    assertThat(whole.matches()).as(expression).isTrue();
    long offset = Long.parseLong(whole.group(1));
    var changes = CHANGE.matcher(expression);
    while (changes.find()) {
      if (second >= Long.parseLong(changes.group(3))) {
        offset += (changes.group(1).equals("-") ? -1 : 1) * Long.parseLong(changes.group(2));
      }
    }
    return offset;
  }
}
