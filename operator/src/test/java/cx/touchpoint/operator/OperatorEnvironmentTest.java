package cx.touchpoint.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class OperatorEnvironmentTest {

  @Test
  void everyMistakeIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                OperatorEnvironment.of(
                    Map.of(
                        "CONNECTOR_IMAGE", " ",
                        "LEADER_ELECTION", "yes",
                        "MANAGEMENT_PORT", "70000")))
        .hasMessageContaining("OPERATOR_NAMESPACE is not set")
        .hasMessageContaining("CONNECTOR_IMAGE is not set")
        .hasMessageContaining("LEADER_ELECTION is 'yes': write true or false")
        .hasMessageContaining("MANAGEMENT_PORT is '70000'");
  }

  @Test
  void whatIsNotSaidHasASensibleDefault() {
    var environment =
        OperatorEnvironment.of(Map.of("OPERATOR_NAMESPACE", "n", "CONNECTOR_IMAGE", "i"));
    assertThat(environment.leaderElection()).isTrue();
    assertThat(environment.managementPort()).isEqualTo(8080);
    assertThat(environment.instance()).startsWith("operator-");
  }
}
