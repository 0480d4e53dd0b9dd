package cx.touchpoint.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimeZonesTest {

  private static final String OBJECTIVE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: orders-%d}
      spec:
        indicator: {type: Ratio, ratio: {bad: orders_failed_total, total: orders_total}}
        objective: 99%%
        window: {type: Calendar, calendar: {period: Month, timeZone: %s}}
      """;

  @Test
  void everyZoneThereIsCanBeWritten() {
    // But for GMT+0 and GMT-0: nobody needs them, and their like with other figures are offsets.
    List<String> zones =
        ZoneId.getAvailableZoneIds().stream().filter(it -> !it.matches("GMT.0")).sorted().toList();
    List<Source> sources =
        zones.stream()
            .map(it -> new Source(it, OBJECTIVE.formatted(zones.indexOf(it), it)))
            .toList();

    Report report = new Validator("care").validate(sources);

    assertThat(report.objects()).hasSameSizeAs(zones).hasSizeGreaterThan(500);
    assertThat(report.findings())
        .filteredOn(it -> it.severity() == Finding.Severity.Error)
        .isEmpty();
  }
}
