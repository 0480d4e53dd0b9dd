package cx.touchpoint.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NamesTest {

  @Test
  void aShortNameIsReadAsItIs() {
    assertThat(Names.connector("support-chat")).isEqualTo("support-chat-connector");
    assertThat(Names.internalService("support-chat")).isEqualTo("support-chat-connector-internal");
  }

  @Test
  void longNamesThatBeginAlikeStayApartAndFitADnsLabel() {
    String one = Names.internalService("x".repeat(62) + "a");
    String other = Names.internalService("x".repeat(62) + "b");
    assertThat(one).hasSizeLessThanOrEqualTo(63).isNotEqualTo(other);
    assertThat(one).endsWith("-connector-internal").matches("[a-z]([-a-z0-9]*[a-z0-9])?");
  }

  @Test
  void aCutNeverLeavesTwoHyphensBesideTheDigest() {
    assertThat(Names.connector("a".repeat(43) + "-" + "b".repeat(19))).doesNotContain("--");
  }
}
