package cx.touchpoint.operator.overview;

import java.util.Comparator;

/**
 * Something a person has to look at.
 *
 * @param condition the condition that says it, {@code Ready} or {@code TargetsMet}
 * @param status {@code False} or {@code Unknown}
 * @param reason one word
 */
public record Remark(
    String kind,
    String namespace,
    String name,
    String condition,
    String status,
    String reason,
    String message) {

  static final Comparator<Remark> IN_ORDER =
      Comparator.comparing(Remark::condition)
          .thenComparing(Remark::namespace)
          .thenComparing(Remark::kind)
          .thenComparing(Remark::name);

  /** The object as messages call it. */
  String title() {
    return kind + " " + namespace + "/" + name;
  }

  /** What it says, without whom. */
  String words() {
    return condition + "=" + status + (reason.isEmpty() ? "" : " " + reason) + ": " + message;
  }
}
