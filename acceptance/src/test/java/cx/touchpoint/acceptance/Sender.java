package cx.touchpoint.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A company's own system that sends CloudEvents by the public SDK. */
record Sender(Http http, URI webhook, String token) {

  private static final ObjectMapper JSON =
      new ObjectMapper().registerModule(JsonFormat.getCloudEventJacksonModule());
  private static final String BATCH = "application/cloudevents-batch+json";

  /** A customer's words as an event. */
  static CloudEvent saying(String text) {
    return event(Map.of("text", text));
  }

  /** The words of a customer whom the system knows by this account. */
  static CloudEvent saying(String text, String account) {
    return event(Map.of("text", text, "customer", Map.of("accountId", account)));
  }

  /** A text file from such a customer, without a word. */
  static CloudEvent sendingFile(String name, String content, String account) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Map<String, String> file =
        Map.of(
            "name",
            name,
            "contentType",
            "text/plain",
            "data",
            Base64.getEncoder().encodeToString(bytes));
    return event(
        Map.of("parts", List.of(Map.of("file", file)), "customer", Map.of("accountId", account)));
  }

  /** What is said next in a conversation. */
  static CloudEvent continuing(String conversation, String text) {
    return event(conversation, Map.of("text", text));
  }

  private static CloudEvent event(Map<String, Object> data) {
    return event("order-" + UUID.randomUUID(), data);
  }

  private static CloudEvent event(String conversation, Map<String, Object> data) {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/acceptance"))
        .withSubject(conversation)
        .withType("cx.touchpoint.message.sent")
        .withData("application/json", json(data))
        .build();
  }

  HttpResponse<String> sendBinary(CloudEvent event) {
    HttpRequest.Builder request = request();
    HttpMessageFactory.createWriter(request::header, body -> post(request, body))
        .writeBinary(event);
    return http.send(request);
  }

  /** Is content with the word that it was taken. */
  HttpResponse<String> sendWithoutWaiting(CloudEvent event) {
    HttpRequest.Builder request = request().header("Prefer", "respond-async");
    HttpMessageFactory.createWriter(request::header, body -> post(request, body))
        .writeBinary(event);
    return http.send(request);
  }

  HttpResponse<String> sendStructured(CloudEvent event) {
    HttpRequest.Builder request = request();
    HttpMessageFactory.createWriter(request::header, body -> post(request, body))
        .writeStructured(event, new JsonFormat());
    return http.send(request);
  }

  HttpResponse<String> sendBatch(List<CloudEvent> events) {
    HttpRequest.Builder request = request().header("Content-Type", BATCH);
    post(request, json(events));
    return http.send(request);
  }

  /** The one event of a response, binary or structured, as the SDK reads it. */
  static CloudEvent event(HttpResponse<String> response) {
    MessageReader reader =
        HttpMessageFactory.createReaderFromMultimap(
            response.headers().map(), response.body().getBytes(StandardCharsets.UTF_8));
    return reader.toEvent();
  }

  /** The events of a batched response. */
  static List<CloudEvent> events(HttpResponse<String> response) {
    try {
      return JSON.readValue(response.body(), new TypeReference<List<CloudEvent>>() {});
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an answer says, and to which message. */
  static JsonNode data(CloudEvent event) {
    try {
      return JSON.readTree(Objects.requireNonNull(event.getData()).toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(webhook).header("Authorization", "Bearer " + token);
  }

  private static void post(HttpRequest.Builder request, byte[] body) {
    request.POST(BodyPublishers.ofByteArray(body));
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
