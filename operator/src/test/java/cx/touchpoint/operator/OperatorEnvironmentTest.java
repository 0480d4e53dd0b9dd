package cx.touchpoint.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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
                        "WATCH_NAMESPACES", "care,Sales",
                        "MANAGEMENT_PORT", "70000")))
        .hasMessageContaining("OPERATOR_NAMESPACE is not set")
        .hasMessageContaining("CONNECTOR_IMAGE is not set")
        .hasMessageContaining("LEADER_ELECTION is 'yes': write true or false")
        .hasMessageContaining("WATCH_NAMESPACES is 'care,Sales': write names of namespaces")
        .hasMessageContaining("CHANNEL_CLASSES is not set")
        .hasMessageContaining("MANAGEMENT_PORT is '70000'");
  }

  @Test
  void whatIsNotSaidHasASensibleDefault() {
    var environment =
        OperatorEnvironment.of(Map.of("OPERATOR_NAMESPACE", "n", "CONNECTOR_IMAGE", "i"));
    assertThat(environment.leaderElection()).isTrue();
    assertThat(environment.managementPort()).isEqualTo(8080);
    assertThat(environment.namespaced()).isEmpty();
    assertThat(environment.instance()).startsWith("operator-");
  }

  @Test
  void anOperatorOfSomeNamespacesKnowsWhichAndWhereItsClassesAre() {
    var environment =
        OperatorEnvironment.of(
            Map.of(
                "OPERATOR_NAMESPACE", "n",
                "CONNECTOR_IMAGE", "i",
                "WATCH_NAMESPACES", "care,sales",
                "CHANNEL_CLASSES", "/etc/touchpoint/classes"));
    assertThat(environment.namespaced())
        .contains(
            new OperatorEnvironment.Namespaced(
                Set.of("care", "sales"), Path.of("/etc/touchpoint/classes")));
  }
}
