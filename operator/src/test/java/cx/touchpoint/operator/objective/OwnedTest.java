package cx.touchpoint.operator.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whoever looks after a Channel is named by what concerns it. */
final class OwnedTest {

  private final Map<String, String> labels = new TreeMap<>(Map.of("severity", "critical"));

  @Test
  void oneOwnerOfAllIsALabelOfTheRule() {
    assertThat(each(Map.of("a", "care", "b", "care"))).isEqualTo("x > 1");
    assertThat(labels).containsEntry("owner", "care");
  }

  @Test
  void nobodyNamedIsNobodyNamed() {
    assertThat(each(Map.of("a", "", "b", ""))).isEqualTo("x > 1");
    assertThat(labels).doesNotContainKey("owner");
  }

  @Test
  void severalOwnersAreWrittenToTheirOwnChannels() {
    assertThat(each(Map.of("a", "care", "b", "sales", "c", "care", "d", "")))
        .isEqualTo(
            "label_replace(label_replace(x > 1, \"owner\", \"care\", \"channel\", \"a|c\"), \"owner\", \"sales\", \"channel\", \"b\")");
    assertThat(labels).doesNotContainKey("owner");
  }

  @Test
  void whatIsPromisedTogetherHasAnOwnerWhenAllHaveTheSame() {
    assertThat(together(Map.of("a", "care", "b", "care"))).isEqualTo("x > 1");
    assertThat(labels).containsEntry("owner", "care");
  }

  @Test
  void whatIsPromisedTogetherByTwoIsNobodysAlone() {
    assertThat(together(Map.of("a", "care", "b", "sales"))).isEqualTo("x > 1");
    assertThat(together(Map.of("a", "care", "b", ""))).isEqualTo("x > 1");
    assertThat(labels).doesNotContainKey("owner");
  }

  @Test
  void whatIsOfNoChannelHasNoOwner() {
    assertThat(Owned.by(new Population.Anything(), "x > 1", labels)).isEqualTo("x > 1");
    assertThat(labels).doesNotContainKey("owner");
  }

  private String each(Map<String, String> owners) {
    return Owned.by(new Population.Each(new TreeMap<>(owners)), "x > 1", labels);
  }

  private String together(Map<String, String> owners) {
    return Owned.by(new Population.Together(new TreeMap<>(owners)), "x > 1", labels);
  }
}
