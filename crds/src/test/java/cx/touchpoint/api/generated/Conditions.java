package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The bounds and words of metav1.Condition, which the Java model of it does not carry. */
final class Conditions {

  private Conditions() {}

  static void refine(ObjectNode condition) {
    property(condition, "type", "What this condition is about.")
        .put("maxLength", 316)
        .put("minLength", 1);
    property(condition, "status", "Whether it holds.")
        .putArray("enum")
        .add("True")
        .add("False")
        .add("Unknown");
    property(condition, "observedGeneration", "The generation of the spec it was seen for.")
        .put("format", "int64")
        .put("minimum", 0);
    property(condition, "lastTransitionTime", "When the status last changed.")
        .put("format", "date-time");
    property(condition, "reason", "Why, in one word for programs.")
        .put("maxLength", 1024)
        .put("minLength", 1)
        .put("pattern", "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    property(condition, "message", "Why, and what to do, for people.").put("maxLength", 32768);
    condition
        .putArray("required")
        .add("lastTransitionTime")
        .add("message")
        .add("reason")
        .add("status")
        .add("type");
  }

  private static ObjectNode property(ObjectNode condition, String name, String description) {
    return condition.withObject("/properties/" + name).put("description", description);
  }
}
