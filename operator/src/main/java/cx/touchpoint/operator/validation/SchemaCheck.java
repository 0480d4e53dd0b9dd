package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;

/** Holds an object against the JSON Schema of its kind. */
final class SchemaCheck {

  private final Schema schema;

  SchemaCheck(JsonNode schema) {
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  List<Refusal> refusals(JsonNode object) {
    return schema.validate(object).stream().flatMap(e -> refusal(e).stream()).toList();
  }

  private List<Refusal> refusal(Error error) {
    String path = path(error.getInstanceLocation());
    JsonNode value = error.getInstanceNode();
    JsonNode limit = error.getSchemaNode();
    String body = "Invalid value: " + value + ": " + path + " in body ";
    return switch (error.getKeyword()) {
      case "required" ->
          List.of(Refusal.blocking(Paths.field(path, error.getProperty()), "Required value"));
      case "additionalProperties" ->
          List.of(Unknown.field(path, error.getProperty(), known(error.getInstanceLocation())));
      case "type" -> List.of(Refusal.blocking(path, Types.mismatch(path, value, limit)));
      case "enum" -> List.of(Refusal.blocking(path, unsupported(value, limit)));
      case "const" -> List.of(Refusal.blocking(path, "Unsupported value: " + value));
      case "pattern" ->
          List.of(Refusal.plain(path, body + "should match '" + limit.asText() + "'"));
      case "minimum" ->
          List.of(Refusal.plain(path, body + "should be greater than or equal to " + limit));
      case "maximum" ->
          List.of(Refusal.plain(path, body + "should be less than or equal to " + limit));
      case "minLength" ->
          List.of(Refusal.plain(path, body + "should be at least " + limit + " chars long"));
      case "maxLength" ->
          List.of(Refusal.blocking(path, "Too long: may not be more than " + limit + " bytes"));
      case "maxItems" ->
          List.of(
              Refusal.blocking(
                  path, "Too many: " + value.size() + ": must have at most " + limit + " items"));
      case "maxProperties" ->
          List.of(
              Refusal.blocking(
                  path, "Too many: " + value.size() + ": must have at most " + limit + " items"));
      case "uniqueItems" -> Duplicates.of(path, value);
      default -> List.of(Refusal.plain(path, error.getMessage()));
    };
  }

  /** The fields that the schema has at that place. */
  private List<String> known(NodePath location) {
    JsonNode at = schema.getSchemaNode();
    for (int i = 0; i < location.getNameCount(); i++) {
      at =
          location.getElement(i) instanceof Integer
              ? at.path("items")
              : at.path("properties").path(location.getName(i));
    }
    var names = new ArrayList<String>();
    at.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String unsupported(JsonNode value, JsonNode supported) {
    var words = new StringBuilder("Unsupported value: " + value + ": supported values: ");
    for (int i = 0; i < supported.size(); i++) {
      words.append(i == 0 ? "" : ", ").append(supported.get(i));
    }
    return words.toString();
  }

  private static String path(NodePath location) {
    String path = "";
    for (int i = 0; i < location.getNameCount(); i++) {
      path =
          location.getElement(i) instanceof Integer index
              ? Paths.item(path, index)
              : Paths.field(path, location.getName(i));
    }
    return path;
  }
}
