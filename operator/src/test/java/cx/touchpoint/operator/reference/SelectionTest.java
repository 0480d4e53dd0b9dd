package cx.touchpoint.operator.reference;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.api.v1alpha1.LabelSelection;
import cx.touchpoint.api.v1alpha1.LabelSelection.Expression;
import cx.touchpoint.api.v1alpha1.LabelSelection.Expression.Operator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectionTest {

  /** As the API server's own selectors answer, NotIn of a missing label included. */
  @ParameterizedTest(name = "{0} of tier {1}: {2}")
  @CsvSource({
    "In, gold, true",
    "In, tin, false",
    "In, '', false",
    "NotIn, gold, false",
    "NotIn, tin, true",
    "NotIn, '', true",
    "Exists, tin, true",
    "Exists, '', false",
    "DoesNotExist, tin, false",
    "DoesNotExist, '', true",
  })
  void expressionsHoldAsInKubernetes(Operator operator, String tier, boolean holds) {
    boolean compares = operator == Operator.In || operator == Operator.NotIn;
    var selection =
        new LabelSelection(
            null,
            List.of(new Expression("tier", operator, compares ? List.of("gold", "silver") : null)));

    assertThat(Selection.chooses(selection, tier.isEmpty() ? Map.of() : Map.of("tier", tier)))
        .isEqualTo(holds);
  }

  @Test
  void everyConditionMustHold() {
    var selection =
        new LabelSelection(
            Map.of("tier", "gold"), List.of(new Expression("team", Operator.Exists, null)));

    assertThat(Selection.chooses(selection, Map.of("tier", "gold"))).isFalse();
    assertThat(Selection.chooses(selection, Map.of("team", "care"))).isFalse();
    assertThat(Selection.chooses(selection, Map.of("tier", "gold", "team", "care"))).isTrue();
    assertThat(Selection.keys(selection)).containsExactly("team", "tier");
  }

  @Test
  void channelsAreChosenByNameOrByLabels() {
    var named = new ChannelSelection(List.of("chat", "hook"), null);
    var labelled =
        new ChannelSelection(null, new LabelSelection(Map.of("journey", "shop"), List.of()));

    assertThat(Selection.chooses(named, "hook", Map.of())).isTrue();
    assertThat(Selection.chooses(named, "sms", Map.of("journey", "shop"))).isFalse();
    assertThat(Selection.chooses(labelled, "sms", Map.of("journey", "shop"))).isTrue();
    assertThat(Selection.chooses(labelled, "chat", Map.of("journey", "care"))).isFalse();
    assertThat(Selection.chooses(new ChannelSelection(null, null), "chat", Map.of())).isFalse();
  }
}
