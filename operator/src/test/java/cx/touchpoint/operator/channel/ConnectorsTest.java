package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.connectors.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConnectorsTest {

  @Test
  void aFormerVersionThatRefusesWhatIsNewIsNoProblemWhileItIsReplaced() {
    List<Report> reports = List.of(says("1", "unknown field promises[0].by", false));
    assertThat(Connectors.configuration(reports, "2", false).status())
        .isEqualTo(Verdict.Status.Unknown);
    assertThat(Connectors.configuration(reports, "2", true))
        .isEqualTo(
            Verdict.no(
                "ConfigurationRefused",
                "connector pod keeps its former configuration: unknown field promises[0].by"));
  }

  @Test
  void aNewConnectorThatCannotUseItsFirstConfigurationNeedsAPerson() {
    List<Report> reports = List.of(says(null, "responder.http.url is missing", false));
    assertThat(Connectors.configuration(reports, "1", false))
        .isEqualTo(
            Verdict.no(
                "ConfigurationRefused",
                "connector pod cannot start on its configuration: responder.http.url is missing"));
  }

  @Test
  void aConnectorThatSaysGoodbyeNoLongerCounts() {
    List<Report> reports = List.of(says("1", null, true), says("2", null, false));
    assertThat(Connectors.configuration(reports, "2", true))
        .isEqualTo(Verdict.yes("Applied", "1 of 1 connectors run the newest configuration"));
  }

  @Test
  void aSilentConnectorIsNamed() {
    List<Report> reports = List.of(new Report.Silent("pod", "192.0.2.1: timed out"));
    assertThat(Connectors.configuration(reports, "2", true).message())
        .contains("connector pod does not answer")
        .contains("192.0.2.1: timed out");
  }

  private static Report says(
      @Nullable String revision, @Nullable String problem, boolean draining) {
    return new Report.Answered(
        "pod", new ConnectorStatus("1", revision, problem, List.of(), draining));
  }
}
