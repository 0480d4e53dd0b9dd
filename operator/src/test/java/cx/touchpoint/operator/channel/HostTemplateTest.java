package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostTemplateTest {

  @Test
  void aHostCanBeMadeOfSeveralChannels() {
    assertThat(HostTemplate.makers("{channel}-{namespace}.cx.io", "a-b-c.cx.io"))
        .contains(new ResourceID("a", "b-c"), new ResourceID("a-b", "c"))
        .doesNotContain(new ResourceID("a-b-c", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{channel}-{namespace}.cx.example.com",
        "{namespace}.{channel}.cx.example.com",
        "{channel}{namespace}.io",
        "x-{namespace}-{channel}-{namespace}.io",
        "{channel}.{channel}.{namespace}"
      })
  void whatATemplateMakesLeadsBackToItsChannel(String template) {
    for (String channel : List.of("a", "a-b", "support-chat", "x".repeat(63))) {
      for (String namespace : List.of("c", "b-c", "care", "y".repeat(63))) {
        String host = HostTemplate.host(template, channel, namespace);
        assertThat(HostTemplate.makers(template, host))
            .as("%s by %s", host, template)
            .contains(new ResourceID(channel, namespace))
            .hasSizeLessThanOrEqualTo(63);
      }
    }
  }

  @Test
  void anotherHostLeadsNowhere() {
    assertThat(HostTemplate.makers("{channel}-{namespace}.cx.io", "a-b.cx.com")).isEmpty();
    assertThat(HostTemplate.makers("{channel}-{namespace}.cx.io", "short")).isEmpty();
  }
}
