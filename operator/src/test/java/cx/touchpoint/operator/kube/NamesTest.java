package cx.touchpoint.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
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

  /** Names made of our own suffixes, of every length, cut in every place. */
  private static List<String> adversarial() {
    var names = new TreeSet<String>();
    for (String part : List.of("a", "x", "a-connector", "a-connector-internal", "connector")) {
      for (int repeated = 1; repeated <= 63; repeated++) {
        String name = (part + "-").repeat(repeated);
        for (String head : List.of(name + "a", name + "b", name + "connector", name + "internal")) {
          if (head.length() <= 63) {
            names.add(head);
          }
        }
      }
    }
    for (int length = 1; length <= 63; length++) {
      names.add("x".repeat(length));
      names.add("x".repeat(length - 1) + "y");
    }
    return List.copyOf(names);
  }

  @Test
  void noTwoChannelsHaveAServiceOfOneName() {
    var owners = new HashMap<String, String>();
    List<String> names = adversarial();
    assertThat(names).hasSizeGreaterThan(300);
    for (String channel : names) {
      for (String service : List.of(Names.connector(channel), Names.internalService(channel))) {
        assertThat(service).matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
        assertThat(owners.putIfAbsent(service, channel)).as(service).isIn(null, channel);
      }
    }
  }

  /** The only way: a Channel named as another's name looks when it is cut. That one is told. */
  @Test
  void onlyANameWithTheDigestOfAnotherMeetsIt() {
    String cut = Names.connector("x".repeat(63));
    String imitation = cut.substring(0, cut.length() - "-connector".length());
    assertThat(Names.connector(imitation)).isEqualTo(cut);
    assertThat(Names.internalService(imitation))
        .isNotEqualTo(Names.internalService("x".repeat(63)));
  }
}
