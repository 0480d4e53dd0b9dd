package cx.touchpoint.operator.overview;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DisplaysTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.5Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aPipeGetsALineForWhateverHasChanged() {
    Display display = new Appended(new PrintWriter(out), new PrintWriter(err));
    display.show(of("new"), NOON);
    display.show(of("new"), NOON.plusSeconds(3));
    assertThat(out.toString())
        .isEqualTo(
            """
            2026-11-26T12:00:00Z care slo/new - Unknown - 90% -
            2026-11-26T12:00:00Z ServiceLevelObjective care/new Ready=Unknown: the operator has not \
            looked at it yet. Does it run, and watch this namespace?
            """);

    out.getBuffer().setLength(0);
    display.show(
        Overview.of(List.of(), List.of(Examples.objective("a")), List.of()), NOON.plusSeconds(6));
    assertThat(out.toString())
        .isEqualTo(
            """
            2026-11-26T12:00:06Z care slo/a - Exhausted 99.80% 99.9% -1000.00%
            2026-11-26T12:00:06Z care slo/new - gone
            2026-11-26T12:00:06Z ServiceLevelObjective care/a TargetsMet=Unknown \
            PrometheusUnreachable: http://p cannot be reached
            2026-11-26T12:00:06Z ServiceLevelObjective care/new Ready=Unknown is over
            """);
  }

  @Test
  void aPipeHearsOfATroubleOnceAndNotAmongTheFigures() {
    Display display = new Appended(new PrintWriter(out), new PrintWriter(err));
    display.trouble("it is away", NOON);
    display.trouble("it is away", NOON);
    display.show(of("new"), NOON);
    display.trouble("it is away", NOON);

    assertThat(err.toString()).isEqualTo("2026-11-26T12:00:00Z it is away\n".repeat(2));
    assertThat(out.toString()).doesNotContain("away");
  }

  @Test
  void aProgramGetsOneObjectOnALineWhenAnythingHasChanged() {
    Display display = new JsonLines(new PrintWriter(out), new PrintWriter(err));
    display.show(of("new"), NOON);
    display.show(of("new"), NOON);
    display.trouble("it is away", NOON);
    display.trouble("it is away", NOON);
    display.show(of("newer"), NOON);

    assertThat(out.toString().lines())
        .containsExactly(
            OverviewJson.of(of("new")).toString(), OverviewJson.of(of("newer")).toString());
    assertThat(err.toString()).isEqualTo("it is away\n");
  }

  @Test
  void aTerminalIsDrawnAnewAndKeepsTheLastFiguresInTrouble() {
    Display display = new Redrawn(new PrintWriter(out), false, "namespace care", ZoneOffset.UTC);
    display.show(of("new"), NOON);
    assertThat(out.toString())
        .startsWith("\u001b[HNAMESPACE")
        .contains("slo/new")
        .endsWith("As of 12:00:00. Ctrl-C ends.\u001b[K\n\u001b[J");

    out.getBuffer().setLength(0);
    display.trouble("it is away.", NOON.plusSeconds(3));
    assertThat(out.toString())
        .contains("slo/new")
        .contains("At 12:00:03: it is away. Trying again; Ctrl-C ends.");
  }

  private static Overview of(String name) {
    String objective = Examples.NEW.replace("name: new", "name: " + name);
    return Overview.of(
        List.of(), List.of(Examples.read(objective, ServiceLevelObjective.class)), List.of());
  }
}
