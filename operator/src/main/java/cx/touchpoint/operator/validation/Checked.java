package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An object of ours that was checked.
 *
 * @param document where it stands
 * @param kind its kind's name
 * @param namespace its namespace, the default one when it names none; empty for cluster-wide kinds
 * @param stored what an API server would store of it
 * @param accepted whether an API server would
 */
public record Checked(
    Document document, String kind, String namespace, JsonNode stored, boolean accepted) {

  /** How messages call it, {@code Channel care/support-chat}. */
  public String title() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + document.name();
  }

  /** Something to say about one of its fields. */
  public Finding finding(Finding.Severity severity, String field, String message) {
    return new Finding(severity, document.file(), document.line(field), title(), field, message);
  }

  /** Something wrong with one of its fields. */
  public Finding error(String field, String message) {
    return finding(Finding.Severity.Error, field, message);
  }

  /** Something about one of its fields that these files cannot tell. */
  public Finding note(String field, String message) {
    return finding(Finding.Severity.Note, field, message);
  }

  /** Where one of its fields stands, {@code channel.yaml:8}. */
  public String place(String field) {
    return document.file() + ":" + document.line(field);
  }

  /** A text field of what would be stored, empty when it is not set; the path as JSON Pointer. */
  public String text(String pointer) {
    return stored.at(pointer).asText();
  }
}
