package cx.touchpoint.operator.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules files that are small enough for the objects that carry them. */
final class RuleFilesTest {

  @Test
  void groupsThatFitStayInOneFile() {
    assertThat(RuleFiles.parts(List.of(group("a", 10), group("b", 10)))).hasSize(1);
  }

  @Test
  void noFileIsTooLargeAndNoGroupIsTorn() {
    var groups =
        List.of(
            group("a", 1000), group("b", 1200), group("c", 900), group("d", 2), group("e", 1900));

    List<List<RuleGroup>> parts = RuleFiles.parts(groups);

    assertThat(parts.stream().flatMap(List::stream)).isEqualTo(groups);
    assertThat(parts).hasSizeBetween(2, 4);
    assertThat(parts)
        .allSatisfy(it -> assertThat(bytes(it)).isLessThanOrEqualTo(RuleFiles.LARGEST_BYTES));
  }

  @Test
  void aGroupThatIsTooLargeByItselfHasAFileByItself() {
    var parts = RuleFiles.parts(List.of(group("a", 1), group("b", 5000), group("c", 1)));

    assertThat(parts.stream().map(it -> it.stream().map(RuleGroup::name).toList()))
        .containsExactly(List.of("a"), List.of("b"), List.of("c"));
  }

  @Test
  void nothingIsNoFile() {
    assertThat(RuleFiles.parts(List.of())).isEmpty();
  }

  private static int bytes(List<RuleGroup> groups) {
    return RuleFiles.of(groups).getBytes(StandardCharsets.UTF_8).length;
  }

  /** About 200 bytes a rule, in a name that takes more bytes than characters. */
  private static RuleGroup group(String name, int rules) {
    Rule rule =
        new Rule.Recording("touchpoint:a", "a{b=\"" + "ü".repeat(50) + "\"}", Map.of("c", "d"));
    return new RuleGroup(name, Span.minutes(1), Collections.nCopies(rules, rule));
  }
}
