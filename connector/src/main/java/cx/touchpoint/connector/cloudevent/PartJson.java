package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.conversation.Part;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Paragraphs and files as they travel: {@code {"text": ...}} and {@code {"file": {...}}}. */
public final class PartJson {

  private static final int LONGEST_NAME = 255;
  private static final int MOST_FILES = 5;

  /** What stands around a file's name and bytes. */
  private static final int FRAME = 128;

  private static final String OR_BY_ITSELF =
      "Send the file's bytes so, or send a large file by itself and its id here.";
  private static final String INSIDE = "Send the file's bytes so.";
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[-+.a-z0-9]{1,64}");

  private PartJson() {}

  /** How whoever reads it gets at a file, empty when they do not. */
  public interface Address extends Function<Part.File, Optional<String>> {}

  /** Parts that are all kept. */
  public static List<Map<String, Object>> written(List<Part> parts, Address address) {
    return parts.stream().map(part -> written(part, address)).toList();
  }

  /** Parts with their files inside; of one that is forgotten there is what is known. */
  static List<Map<String, Object>> inside(List<Part> parts) {
    return parts.stream()
        .map(
            part ->
                part instanceof Part.NewFile file
                    ? Map.<String, Object>of("file", inside(file))
                    : written(part, _ -> Optional.empty()))
        .toList();
  }

  private static Map<String, Object> inside(Part.NewFile file) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("name", file.name());
    whole.put("contentType", file.contentType());
    whole.put("data", file.content()); // bytes are written in base64
    return whole;
  }

  /** How many bytes kept parts have at most in an event with their files inside. */
  public static long lengthInside(List<Part> parts) {
    long length = 0;
    for (Part part : parts) {
      if (part instanceof Part.File file) {
        length += FRAME + EventJson.bytes(file.name()).length + (file.size() + 2) / 3 * 4;
      } else {
        length += EventJson.bytes(written(part, _ -> Optional.empty())).length + 1;
      }
    }
    return length;
  }

  private static Map<String, Object> written(Part part, Address address) {
    return switch (part) {
      case Part.Text(String text) -> Map.of("text", text);
      case Part.File file -> Map.of("file", file(file, address));
      case Part.NewFile _ -> throw new IllegalStateException("a file is kept before it is told");
    };
  }

  /** What is told of a file. */
  static Map<String, Object> file(Part.File file, Address address) {
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("id", file.id().toString());
    known.put("name", file.name());
    known.put("contentType", file.contentType());
    known.put("size", file.size());
    address.apply(file).ifPresent(url -> known.put("url", url));
    return known;
  }

  /**
   * The parts of an answer.
   *
   * @throws MalformedEvent when they are none
   */
  static List<Part> read(String field, JsonNode parts, int most) throws MalformedEvent {
    if (!parts.isArray() || parts.isEmpty() || parts.size() > most) {
      throw new MalformedEvent(
          field, "is no list of 1 to %d parts. Send [{\"text\": ...}].".formatted(most));
    }
    List<Part> read = new ArrayList<>();
    Set<UUID> named = new HashSet<>();
    int files = 0;
    for (int i = 0; i < parts.size(); i++) {
      String at = "%s[%d]".formatted(field, i);
      JsonNode file = parts.get(i).path("file");
      if (file.isMissingNode()) {
        read.add(Part.text(TouchpointEvents.text(at + ".text", parts.get(i).path("text"))));
        continue;
      }
      Part newest = file(at + ".file", file);
      if (++files > MOST_FILES || newest instanceof Part.File known && !named.add(known.id())) {
        throw new MalformedEvent(
            field,
            "has more than %d files, or one twice. Send the others by themselves."
                .formatted(MOST_FILES));
      }
      read.add(newest);
    }
    return read;
  }

  /**
   * The files inside what a sender says; its words stand elsewhere.
   *
   * @throws MalformedEvent when they are none
   */
  static List<Part.NewFile> files(String field, JsonNode parts) throws MalformedEvent {
    if (parts.isMissingNode() || parts.isNull()) {
      return List.of();
    }
    if (!parts.isArray() || parts.isEmpty() || parts.size() > MOST_FILES) {
      throw new MalformedEvent(
          field,
          "is no list of 1 to %d files. Send [{\"file\": {\"name\": ..., \"contentType\": ..., \"data\": ...}}]."
              .formatted(MOST_FILES));
    }
    List<Part.NewFile> read = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String at = "%s[%d].file".formatted(field, i);
      JsonNode file = parts.get(i).path("file");
      if (!file.isObject()) {
        throw new MalformedEvent(at, "is missing. Send a file here, and words in data.text.");
      }
      if (file.has("id")) {
        throw new MalformedEvent(
            at + ".id",
            "names a file, and files come inside here. Send name, contentType and data.");
      }
      read.add(newFile(at, file, INSIDE));
    }
    return read;
  }

  private static Part file(String field, JsonNode file) throws MalformedEvent {
    JsonNode id = file.path("id");
    if (!id.isMissingNode()) {
      if (!id.isTextual() || !UUID_FORM.matcher(id.textValue()).matches()) {
        throw new MalformedEvent(
            field + ".id", "is no id of a file. Send the one that its upload was answered.");
      }
      return Part.File.named(UUID.fromString(id.textValue()));
    }
    return newFile(field, file, OR_BY_ITSELF);
  }

  private static Part.NewFile newFile(String field, JsonNode file, String remedy)
      throws MalformedEvent {
    JsonNode name = file.path("name");
    if (!name.isTextual()
        || name.textValue().isBlank()
        || name.textValue().length() > LONGEST_NAME) {
      throw new MalformedEvent(
          field + ".name", "is no name of 1 to %d characters.".formatted(LONGEST_NAME));
    }
    JsonNode type = file.path("contentType");
    if (!type.isTextual() || !MEDIA_TYPE.matcher(type.textValue()).matches()) {
      throw new MalformedEvent(
          field + ".contentType", "is no media type. Send one such as image/png.");
    }
    return new Part.NewFile(
        name.textValue(), type.textValue(), data(field + ".data", file, remedy));
  }

  private static byte[] data(String field, JsonNode file, String remedy) throws MalformedEvent {
    String text = file.path("data").textValue();
    try {
      byte[] data = text == null ? new byte[0] : Base64.getDecoder().decode(text);
      if (data.length > 0) {
        return data;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new MalformedEvent(field, "holds nothing in base64. " + remedy);
  }
}
