package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When all is over. */
@ExtendWith(WholeCluster.class)
@Order(Integer.MAX_VALUE)
final class LeftoversTest {

  @Test
  void nothingIsLeftOfAnyTenant(Cluster cluster) {
    Cluster.until(
        Duration.ofMinutes(2),
        () -> {
          assertThat(
                  cluster.client().namespaces().withLabel("acceptance", "tenant").list().getItems())
              .extracting(it -> it.getMetadata().getName())
              .as("namespaces")
              .isEmpty();
          assertThat(
                  cluster
                      .client()
                      .genericKubernetesResources("touchpoint.cx/v1alpha1", "ChannelClass")
                      .list()
                      .getItems())
              .extracting(it -> it.getMetadata().getName())
              .as("classes")
              .noneMatch(it -> it.startsWith("acceptance-"));
        });
  }
}
