package cx.touchpoint.connector.webchat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a browser sends. */
sealed interface ClientFrame {

  /** As far as a browser can count. */
  long LAST_PLACE = (1L << 53) - 1;

  String NO_PLACE = "seq: write the seq of the last reply that was read";

  /**
   * The first frame: who is there, by the token of an earlier welcome if there is one.
   *
   * @param token by which the customer's issuer says who they are; not checked yet
   * @param after the {@code seq} of the last reply the browser has, -1 when it has none or cannot
   *     say
   */
  record Hello(Optional<String> resume, long after, Optional<String> token)
      implements ClientFrame {}

  /** Somebody is still there, though they say nothing. */
  record Present() implements ClientFrame {}

  /**
   * The customer has read what they were answered.
   *
   * @param seq of the last reply that they saw, from 1
   */
  record Read(long seq) implements ClientFrame {}

  /**
   * The customer says something.
   *
   * @param id chosen by the browser, the same when it sends the message again; not checked yet
   * @param text not checked yet
   * @param attachments ids of files; not checked yet
   */
  record Say(String id, String text, List<String> attachments) implements ClientFrame {
    public Say {
      attachments = List.copyOf(attachments);
    }
  }

  /**
   * Reads a frame.
   *
   * @throws MalformedFrame when it is none
   */
  static ClientFrame read(String frame) throws MalformedFrame {
    JsonNode node = Json.parse(frame);
    String type = node.path("type").asText();
    return switch (type) {
      case "hello" ->
          new Hello(
              Optional.ofNullable(node.path("resume").textValue()),
              Math.max(-1, node.path("after").asLong(-1)),
              token(node.path("token")));
      case "present" -> new Present();
      case "message" ->
          new Say(
              node.path("id").asText(),
              text(node.path("text")),
              attachments(node.path("attachments")));
      case "read" -> new Read(place(node.path("seq")));
      default -> throw new MalformedFrame("type: write hello, message, present or read");
    };
  }

  // Whoever sends anything means to be signed in; what is no string is then refused as no token.
  private static Optional<String> token(JsonNode node) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(text(node));
  }

  // Whatever is no list of ids is one that nothing has.
  private static List<String> attachments(JsonNode node) {
    if (node.isMissingNode()) {
      return List.of();
    }
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(ClientFrame::text).toList()
        : List.of("");
  }

  private static long place(JsonNode node) throws MalformedFrame {
    // Before anything is made of its digits: a number may have thousands of them.
    if (!node.isNumber() || !node.canConvertToLong() || !node.canConvertToExactIntegral()) {
      throw new MalformedFrame(NO_PLACE);
    }
    long seq = node.longValue();
    if (seq < 1 || seq > LAST_PLACE) {
      throw new MalformedFrame(NO_PLACE);
    }
    return seq;
  }

  // A number or null is nothing that a customer wrote.
  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  /** A frame that is no frame; the message fits the reason of a close frame (123 bytes). */
  final class MalformedFrame extends Exception {
    MalformedFrame(String message) {
      super(message, null, false, false); // the browser's mistake; a stack trace says nothing
    }
  }

  /** The parser, with limits a stranger cannot exceed. */
  final class Json {
    private static final ObjectMapper MAPPER =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    private static JsonNode parse(String frame) throws MalformedFrame {
      try {
        JsonNode node = MAPPER.readTree(frame);
        if (node == null || !node.isObject()) {
          throw new MalformedFrame("frames are JSON objects");
        }
        return node;
      } catch (JsonProcessingException e) {
        throw new MalformedFrame("frames are JSON objects, at most 8 levels deep");
      }
    }
  }
}
