package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One version of one of our kinds, and what an API server enforces of it. */
final class Kind {

  private final String name;
  private final boolean namespaced;
  private final JsonNode structural;
  private final SchemaCheck schema;
  private final Rules rules;

  Kind(String name, boolean namespaced, JsonNode structural, JsonNode jsonSchema) {
    this.name = name;
    this.namespaced = namespaced;
    this.structural = structural;
    this.schema = new SchemaCheck(jsonSchema);
    this.rules = Rules.of(structural);
  }

  String name() {
    return name;
  }

  boolean namespaced() {
    return namespaced;
  }

  /** Everything an API server would refuse in an object as written, ordered by field. */
  List<Refusal> refusals(JsonNode written) {
    JsonNode object = Defaults.withoutNulls(written);
    var refusals = new ArrayList<>(schema.refusals(object));
    if (refusals.stream().noneMatch(Refusal::blocking)) {
      refusals.addAll(Metadata.refusals(object, namespaced));
      refusals.addAll(ListMaps.refusals(structural, object));
      refusals.addAll(rules.refusals(stored(object)));
    }
    return List.copyOf(refusals);
  }

  /** The object as an API server would store it. */
  JsonNode stored(JsonNode written) {
    return Defaults.applied(structural, Defaults.withoutNulls(written));
  }
}
