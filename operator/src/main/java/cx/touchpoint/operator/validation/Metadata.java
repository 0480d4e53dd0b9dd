package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What every API server asks of an object's metadata, beyond schemas. */
final class Metadata {

  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;

  /** All keys and values together. */
  private static final int MOST_ANNOTATION_BYTES = 256 * 1024;

  private Metadata() {}

  static List<Refusal> refusals(JsonNode object, boolean namespaced) {
    JsonNode name = object.at("/metadata/name");
    if (name.asText().length() > LONGEST_NAME) {
      return List.of(
          Refusal.plain(
              "metadata.name",
              "Invalid value: " + name + ": must be no more than " + LONGEST_NAME + " bytes"));
    }
    if (!SUBDOMAIN.matcher(name.asText()).matches()) {
      return List.of(
          Refusal.plain(
              "metadata.name",
              "Invalid value: "
                  + name
                  + ": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                  + " characters, '-' or '.', and must start and end with an alphanumeric character"
                  + " (e.g. 'example.com', regex used for validation is '"
                  + SUBDOMAIN.pattern()
                  + "')"));
    }
    if (annotationBytes(object) > MOST_ANNOTATION_BYTES) {
      return List.of(
          Refusal.plain(
              "metadata.annotations",
              "Too long: may not be more than " + MOST_ANNOTATION_BYTES + " bytes"));
    }
    if (!namespaced && object.at("/metadata").has("namespace")) {
      return List.of(Refusal.plain("metadata.namespace", "Forbidden: not allowed on this type"));
    }
    return List.of();
  }

  private static long annotationBytes(JsonNode object) {
    return object.at("/metadata/annotations").properties().stream()
        .mapToLong(it -> bytes(it.getKey()) + bytes(it.getValue().asText()))
        .sum();
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
