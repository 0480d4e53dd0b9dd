package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules of a kind, each where it stands in the schema. */
final class Rules {

  private final List<Rule> here;
  private final Map<String, Rules> fields;
  private final Optional<Rules> elements;

  private Rules(List<Rule> here, Map<String, Rules> fields, Optional<Rules> elements) {
    this.here = here;
    this.fields = fields;
    this.elements = elements;
  }

  static Rules of(JsonNode structural) {
    return of(structural, new Rule.Compiler());
  }

  private static Rules of(JsonNode structural, Rule.Compiler compiler) {
    var here = new ArrayList<Rule>();
    for (JsonNode rule : structural.path("x-kubernetes-validations")) {
      if (!Rule.aboutChange(rule)) {
        here.add(compiler.compile(rule));
      }
    }
    var fields = new TreeMap<String, Rules>();
    structural
        .path("properties")
        .properties()
        .forEach(p -> fields.put(p.getKey(), of(p.getValue(), compiler)));
    JsonNode element =
        structural.has("items") ? structural.get("items") : structural.path("additionalProperties");
    return new Rules(
        here, fields, element.isObject() ? Optional.of(of(element, compiler)) : Optional.empty());
  }

  /** What the rules refuse in an object whose defaults are set. */
  List<Refusal> refusals(JsonNode object) {
    var refusals = new ArrayList<Refusal>();
    collect("", object, refusals);
    return refusals;
  }

  private void collect(String path, JsonNode value, List<Refusal> refusals) {
    here.forEach(rule -> rule.refusal(path, value).ifPresent(refusals::add));
    fields.forEach(
        (name, rules) -> {
          if (value.has(name)) {
            rules.collect(Paths.field(path, name), value.get(name), refusals);
          }
        });
    elements.ifPresent(rules -> rules.collectEach(path, value, refusals));
  }

  private void collectEach(String path, JsonNode value, List<Refusal> refusals) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        collect(Paths.item(path, i), value.get(i), refusals);
      }
    } else {
      value
          .properties()
          .forEach(p -> collect(Paths.field(path, p.getKey()), p.getValue(), refusals));
    }
  }
}
