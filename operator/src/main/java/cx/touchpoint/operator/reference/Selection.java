package cx.touchpoint.operator.reference;

import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.api.v1alpha1.LabelSelection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a selection chooses; of labels by the rules of Kubernetes' own label selectors. */
public final class Selection {
  private Selection() {}

  /** Whether a selection chooses the Channel of a name and labels, in the selection's namespace. */
  public static boolean chooses(
      ChannelSelection selection, String name, Map<String, String> labels) {
    return selection.names() == null
        ? selection.selector() != null && chooses(selection.selector(), labels)
        : selection.names().contains(name);
  }

  /** Whether labels meet every condition of a selection. */
  public static boolean chooses(LabelSelection selection, Map<String, String> labels) {
    return labels.entrySet().containsAll(equalities(selection).entrySet())
        && expressions(selection).stream().allMatch(it -> holds(it, labels));
  }

  /** The labels a selection looks at, without the values it wants: those may name other teams. */
  public static Set<String> keys(LabelSelection selection) {
    var keys = new TreeSet<>(equalities(selection).keySet());
    expressions(selection).forEach(it -> keys.add(it.key()));
    return keys;
  }

  /** As in Kubernetes, {@code NotIn} holds of a label that is not there. */
  private static boolean holds(LabelSelection.Expression expression, Map<String, String> labels) {
    String value = labels.get(expression.key());
    List<String> values = Objects.requireNonNullElse(expression.values(), List.of());
    return switch (expression.operator()) {
      case In -> value != null && values.contains(value);
      case NotIn -> value == null || !values.contains(value);
      case Exists -> value != null;
      case DoesNotExist -> value == null;
    };
  }

  private static Map<String, String> equalities(LabelSelection selection) {
    return Optional.ofNullable(selection.matchLabels()).orElse(Map.of());
  }

  private static List<LabelSelection.Expression> expressions(LabelSelection selection) {
    return Optional.ofNullable(selection.matchExpressions()).orElse(List.of());
  }
}
