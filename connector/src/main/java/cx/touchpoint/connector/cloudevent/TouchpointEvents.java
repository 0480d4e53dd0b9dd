package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Earlier;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Step;
import cx.touchpoint.connector.conversation.TraceContext;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events Touchpoint itself speaks: what each is called and what it carries. */
public final class TouchpointEvents {

  /** A system says something in a customer's name. */
  public static final String SENT = "cx.touchpoint.message.sent";

  /** A message for the responder. */
  public static final String RECEIVED = "cx.touchpoint.message.received";

  /** An answer. */
  public static final String REPLY = "cx.touchpoint.message.reply";

  /** Whoever answers hands the conversation to people. */
  public static final String HANDOFF = "cx.touchpoint.conversation.handoff";

  /** Whoever answers says that the matter is settled. */
  public static final String RESOLVED = "cx.touchpoint.conversation.resolved";

  /** Whoever answers says that it is not settled after all. */
  public static final String REOPENED = "cx.touchpoint.conversation.reopened";

  private static final Set<String> ANSWERS = Set.of(REPLY, HANDOFF, RESOLVED, REOPENED);

  /** Longest text of a message or of a part of an answer, in characters. */
  public static final int LONGEST_TEXT = 16_000;

  /** Longest reason of a handoff, in characters. */
  public static final int LONGEST_REASON = 1_000;

  static final int LONGEST_ID = 512;

  /** Most parts of one answer. */
  public static final int MOST_PARTS = 20;

  private TouchpointEvents() {}

  /** What the responder is sent. */
  public static CloudEvent received(
      String channel, String channelType, Message message, Background background) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("channel", channel);
    data.put("channelType", channelType);
    data.put("conversation", message.conversation());
    data.put("text", message.text());
    PartJson.Address address = file -> Optional.of(address(message.conversation(), file));
    if (!message.files().isEmpty()) {
      data.put(
          "attachments",
          message.files().stream().map(file -> PartJson.file(file, address)).toList());
    }
    if (!message.proofs().isEmpty()) {
      data.put("customer", CustomerNames.written(message.proofs()));
    }
    if (!background.before().isEmpty()) {
      data.put(
          "history",
          background.before().stream().map(earlier -> earlier(earlier, address)).toList());
    }
    background.handover().ifPresent(handover -> data.put("handover", handover(handover)));
    if (background.reopened()) {
      data.put("reopened", true);
    }
    return event(RECEIVED, message.id(), channel, message.conversation(), message.trace())
        .withTime(message.receivedAt().atOffset(ZoneOffset.UTC))
        .withData("application/json", EventJson.bytes(data))
        .build();
  }

  // What was said on other channels too is fetched from the one that asks.
  private static String address(String conversation, Part.File file) {
    return "/v1/conversations/%s/attachments/%s".formatted(segment(conversation), file.id());
  }

  private static Map<String, Object> earlier(Earlier earlier, PartJson.Address address) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("author", earlier.author());
    said.put("time", earlier.at().toString());
    said.put("parts", PartJson.written(earlier.parts(), address));
    if (earlier.channel() != null) {
      said.put("channel", earlier.channel());
    }
    if (earlier.read()) {
      said.put("read", true);
    }
    return said;
  }

  private static Map<String, Object> handover(Background.Handover handover) {
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("time", handover.at().toString());
    handover.reason().ifPresent(reason -> known.put("reason", reason));
    return known;
  }

  /**
   * What the sender of a message is answered.
   *
   * @param inReplyTo the message's id as its sender knows it
   * @param conversation the conversation as its sender knows it
   * @param reply with its files inside
   */
  public static CloudEvent reply(
      String channel, String inReplyTo, String conversation, Reply reply) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("inReplyTo", inReplyTo);
    data.put("author", reply.answer().author().name());
    data.put("parts", PartJson.inside(reply.answer().parts()));
    return event(REPLY, reply.id(), channel, reply.conversation(), reply.trace())
        .withSubject(conversation)
        .withTime(reply.at().atOffset(ZoneOffset.UTC))
        .withData("application/json", EventJson.bytes(data))
        .build();
  }

  /**
   * What a responder makes of a message.
   *
   * @throws MalformedEvent when the event is no answer to this message
   */
  public static Reaction reactionOf(CloudEvent event, Message message) throws MalformedEvent {
    Optional<String> inReplyTo = inReplyTo(event);
    if (inReplyTo.isPresent() && !inReplyTo.get().equals(message.id())) {
      throw new MalformedEvent(
          "data.inReplyTo", "names another message. Send the event's id, or leave it out.");
    }
    if (REOPENED.equals(event.getType())) {
      throw new MalformedEvent(
          "type", "is no answer to a message, which reopens the matter by itself. Send a reply.");
    }
    return reactionOf(event);
  }

  /**
   * Which message is answered, empty when the answer names none.
   *
   * @throws MalformedEvent when the event is no answer
   */
  public static Optional<String> inReplyTo(CloudEvent event) throws MalformedEvent {
    JsonNode inReplyTo = answerData(event).path("inReplyTo");
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
   * What is said, and what becomes of the matter.
   *
   * @throws MalformedEvent when the event is no answer
   */
  public static Reaction reactionOf(CloudEvent event) throws MalformedEvent {
    JsonNode data = answerData(event);
    return switch (event.getType()) {
      case HANDOFF ->
          new Reaction(words(data), Optional.of(new Step.Handoff(reason(data.path("reason")))));
      case RESOLVED ->
          new Reaction(words(data), Optional.of(new Step.Resolved(author(data.path("author")))));
      case REOPENED -> new Reaction(words(data), Optional.of(new Step.Reopened()));
      default -> Reaction.saying(answer(data));
    };
  }

  // Only an answer has to say something; its data may not be left out either.
  private static JsonNode answerData(CloudEvent event) throws MalformedEvent {
    if (!ANSWERS.contains(event.getType())) {
      throw new MalformedEvent(
          "type",
          "is no answer. Send %s, %s, %s or %s.".formatted(REPLY, HANDOFF, RESOLVED, REOPENED));
    }
    return REPLY.equals(event.getType()) ? dataOf(event) : dataIfAny(event);
  }

  /** What an event carries that may carry nothing. */
  static JsonNode dataIfAny(CloudEvent event) throws MalformedEvent {
    return isEmpty(event.getData()) ? MissingNode.getInstance() : dataOf(event);
  }

  private static boolean isEmpty(@Nullable CloudEventData data) throws MalformedEvent {
    return data == null || EventJson.parse("data", data.toBytes()).isNull();
  }

  private static Optional<Answer> words(JsonNode data) throws MalformedEvent {
    return data.path("parts").isMissingNode() ? Optional.empty() : Optional.of(answer(data));
  }

  private static Optional<String> reason(JsonNode reason) throws MalformedEvent {
    if (reason.isMissingNode()) {
      return Optional.empty();
    }
    if (!reason.isTextual()
        || reason.textValue().isBlank()
        || reason.textValue().length() > LONGEST_REASON) {
      throw new MalformedEvent(
          "data.reason",
          "is no text of 1 to %d characters. Say why, or leave it out.".formatted(LONGEST_REASON));
    }
    return Optional.of(reason.textValue());
  }

  private static Answer answer(JsonNode data) throws MalformedEvent {
    return new Answer(
        author(data.path("author")), PartJson.read("data.parts", data.path("parts"), MOST_PARTS));
  }

  /** The trace an event belongs to (CloudEvents' extension "Distributed Tracing"). */
  public static TraceContext traceOf(CloudEvent event) {
    return TraceContext.of(extension(event, "traceparent"), extension(event, "tracestate"));
  }

  private static @Nullable String extension(CloudEvent event, String name) {
    Object value = event.getExtension(name);
    return value == null ? null : value.toString();
  }

  static Answer.Author author(JsonNode author) throws MalformedEvent {
    if (author.isMissingNode()) {
      return Answer.Author.Automated;
    }
    return switch (author.asText()) {
      case "Automated" -> Answer.Author.Automated;
      case "Human" -> Answer.Author.Human;
      default -> throw new MalformedEvent("data.author", "is unknown. Send Automated or Human.");
    };
  }

  static JsonNode dataOf(CloudEvent event) throws MalformedEvent {
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

  static String text(String field, JsonNode text) throws MalformedEvent {
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
