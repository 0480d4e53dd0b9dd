package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Earlier;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Proof;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.TraceContext;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events Touchpoint itself speaks: what each is called and what it carries. */
public final class TouchpointEvents {

  /** A system says something in a customer's name. */
  public static final String SENT = "cx.touchpoint.message.sent";

  /** A message for the responder. */
  public static final String RECEIVED = "cx.touchpoint.message.received";

  /** An answer. */
  public static final String REPLY = "cx.touchpoint.message.reply";

  /** Longest text of a message or of a part of an answer, in characters. */
  public static final int LONGEST_TEXT = 16_000;

  private static final int LONGEST_ID = 512;

  /** Most parts of one answer. */
  public static final int MOST_PARTS = 20;

  private TouchpointEvents() {}

  /**
   * What the responder is sent.
   *
   * @param before what was said before, oldest first
   */
  public static CloudEvent received(
      String channel, String channelType, Message message, List<Earlier> before) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("channel", channel);
    data.put("channelType", channelType);
    data.put("conversation", message.conversation());
    data.put("text", message.text());
    if (!message.proofs().isEmpty()) {
      data.put("customer", CustomerNames.written(message.proofs()));
    }
    if (!before.isEmpty()) {
      data.put("history", before.stream().map(TouchpointEvents::earlier).toList());
    }
    return event(RECEIVED, message.id(), channel, message.conversation(), message.trace())
        .withTime(message.receivedAt().atOffset(ZoneOffset.UTC))
        .withData("application/json", EventJson.bytes(data))
        .build();
  }

  private static Map<String, Object> earlier(Earlier earlier) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("author", earlier.author());
    said.put("time", earlier.at().toString());
    said.put("parts", parts(earlier.parts()));
    if (earlier.channel() != null) {
      said.put("channel", earlier.channel());
    }
    return said;
  }

  private static List<Map<String, String>> parts(List<String> parts) {
    return parts.stream().map(text -> Map.of("text", text)).toList();
  }

  /**
   * What the sender of a message is answered.
   *
   * @param inReplyTo the message's id as its sender knows it
   * @param conversation the conversation as its sender knows it
   */
  public static CloudEvent reply(
      String channel, String inReplyTo, String conversation, Reply reply) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("inReplyTo", inReplyTo);
    data.put("author", reply.answer().author().name());
    data.put("parts", parts(reply.answer().parts()));
    return event(REPLY, reply.id(), channel, reply.conversation(), reply.trace())
        .withSubject(conversation)
        .withTime(reply.at().atOffset(ZoneOffset.UTC))
        .withData("application/json", EventJson.bytes(data))
        .build();
  }

  /**
   * What a sender says.
   *
   * @throws MalformedEvent when the event is not one, or says nothing
   */
  public static String textOfSent(CloudEvent event) throws MalformedEvent {
    if (!SENT.equals(event.getType())) {
      throw new MalformedEvent("type", "is not taken here. Send " + SENT + ".");
    }
    return text("data.text", dataOf(event).path("text"));
  }

  /**
   * What a sender says about who the customer is.
   *
   * @throws MalformedEvent when a name is none
   */
  public static List<Proof> customerOfSent(CloudEvent event) throws MalformedEvent {
    return CustomerNames.read("data.customer", dataOf(event).path("customer"));
  }

  /**
   * What a responder answers.
   *
   * @throws MalformedEvent when the event is no answer to this message
   */
  public static Answer answerOf(CloudEvent event, Message message) throws MalformedEvent {
    Optional<String> inReplyTo = inReplyTo(event);
    if (inReplyTo.isPresent() && !inReplyTo.get().equals(message.id())) {
      throw new MalformedEvent(
          "data.inReplyTo", "names another message. Send the event's id, or leave it out.");
    }
    return answerOf(event);
  }

  /**
   * Which message is answered, empty when the answer names none.
   *
   * @throws MalformedEvent when the event is no answer
   */
  public static Optional<String> inReplyTo(CloudEvent event) throws MalformedEvent {
    if (!REPLY.equals(event.getType())) {
      throw new MalformedEvent("type", "is no answer. Send " + REPLY + ".");
    }
    JsonNode inReplyTo = dataOf(event).path("inReplyTo");
    if (inReplyTo.isMissingNode()) {
      return Optional.empty();
    }
    if (!inReplyTo.isTextual() || inReplyTo.textValue().length() > LONGEST_ID) {
      throw new MalformedEvent(
          "data.inReplyTo", "is no id of a message. Send the event's id, or leave it out.");
    }
    return Optional.of(inReplyTo.textValue());
  }

  /**
   * What is answered.
   *
   * @throws MalformedEvent when the event is no answer
   */
  public static Answer answerOf(CloudEvent event) throws MalformedEvent {
    if (!REPLY.equals(event.getType())) {
      throw new MalformedEvent("type", "is no answer. Send " + REPLY + ".");
    }
    JsonNode data = dataOf(event);
    JsonNode parts = data.path("parts");
    if (!parts.isArray() || parts.isEmpty() || parts.size() > MOST_PARTS) {
      throw new MalformedEvent(
          "data.parts",
          "is no list of 1 to %d parts. Send [{\"text\": ...}].".formatted(MOST_PARTS));
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      texts.add(text("data.parts[%d].text".formatted(i), parts.get(i).path("text")));
    }
    return new Answer(author(data.path("author")), texts);
  }

  /** The trace an event belongs to (CloudEvents' extension "Distributed Tracing"). */
  public static TraceContext traceOf(CloudEvent event) {
    return TraceContext.of(extension(event, "traceparent"), extension(event, "tracestate"));
  }

  private static @Nullable String extension(CloudEvent event, String name) {
    Object value = event.getExtension(name);
    return value == null ? null : value.toString();
  }

  private static Answer.Author author(JsonNode author) throws MalformedEvent {
    if (author.isMissingNode()) {
      return Answer.Author.Automated;
    }
    return switch (author.asText()) {
      case "Automated" -> Answer.Author.Automated;
      case "Human" -> Answer.Author.Human;
      default -> throw new MalformedEvent("data.author", "is unknown. Send Automated or Human.");
    };
  }

  private static JsonNode dataOf(CloudEvent event) throws MalformedEvent {
    CloudEventData data = event.getData();
    if (data == null) {
      throw new MalformedEvent("data", "is missing. Send a JSON object.");
    }
    JsonNode node = EventJson.parse("data", data.toBytes());
    if (!node.isObject()) {
      throw new MalformedEvent("data", "is no JSON object. Send one.");
    }
    return node;
  }

  private static String text(String field, JsonNode text) throws MalformedEvent {
    if (!text.isTextual() || text.textValue().isBlank()) {
      throw new MalformedEvent(field, "is missing or blank. Send what is said as a string.");
    }
    if (text.textValue().length() > LONGEST_TEXT) {
      throw new MalformedEvent(
          field,
          "has %d characters. Send at most %d.".formatted(text.textValue().length(), LONGEST_TEXT));
    }
    return text.textValue();
  }

  private static CloudEventBuilder event(
      String type, String id, String channel, String conversation, TraceContext trace) {
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withType(type)
            .withId(id)
            .withSource(
                URI.create(
                    "/channels/%s/conversations/%s"
                        .formatted(segment(channel), segment(conversation))));
    if (trace.traceparent() != null) {
      event.withExtension("traceparent", trace.traceparent());
    }
    if (trace.tracestate() != null) {
      event.withExtension("tracestate", trace.tracestate());
    }
    return event;
  }

  private static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
