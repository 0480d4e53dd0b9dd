package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CloudEvents over HTTP, in every content mode, honest and otherwise. */
class WebhookTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void aBinaryEventIsAnsweredByABinaryEvent() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      HttpResponse<String> response =
          RunningConnector.send(
              binary(connector, "id-1", "{\"text\": \"Grüße\"}").header("ce-subject", "Zo%C3%AB"));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("ce-type")).hasValue("cx.touchpoint.message.reply");
      assertThat(response.headers().firstValue("ce-subject")).hasValue("Zo%C3%AB");
      assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
      JsonNode data = JSON.readTree(response.body());
      assertThat(data.path("inReplyTo").asText()).isEqualTo("id-1");
      assertThat(data.path("author").asText()).isEqualTo("Automated");
      assertThat(data.path("parts").path(0).path("text").asText()).isEqualTo("Grüße");
    }
  }

  @Test
  void aStructuredEventIsAnsweredByAStructuredEvent() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      HttpResponse<String> response =
          RunningConnector.send(structured(connector, event("7", "hi")));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type").orElse(""))
          .startsWith("application/cloudevents+json");
      JsonNode reply = JSON.readTree(response.body());
      assertThat(reply.path("type").asText()).isEqualTo("cx.touchpoint.message.reply");
      assertThat(reply.path("subject").asText()).isEqualTo("/shop");
      assertThat(reply.path("data").path("inReplyTo").asText()).isEqualTo("7");
    }
  }

  @Test
  void aBatchIsAnsweredByABatchInItsOrder() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      HttpResponse<String> response =
          RunningConnector.send(
              batch(connector, event("1", "one"), event("2", "two"), event("3", "three")));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type").orElse(""))
          .startsWith("application/cloudevents-batch+json");
      assertThat(JSON.readTree(response.body()).findValuesAsText("inReplyTo"))
          .containsExactly("1", "2", "3");
    }
  }

  @Test
  void oneBadEventOfABatchKeepsTheWholeBatchOut() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      HttpResponse<String> response =
          RunningConnector.send(batch(connector, event("1", "fine"), event("2", "  ")));

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(JSON.readTree(response.body()).path("field").asText()).isEqualTo("[1].data.text");
      assertThat(connector.metrics().value("touchpoint_messages_received_total")).isZero();
    }
  }

  @Test
  void theSameEventAgainGetsTheSameAnswerWithoutAskingAgain() throws Exception {
    try (ScriptedResponder responder = new ScriptedResponder(ScriptedResponder.saying("once"));
        RunningConnector connector = hookWith(responder)) {
      String first = RunningConnector.send(structured(connector, event("7", "hi"))).body();
      String second = RunningConnector.send(structured(connector, event("7", "hi"))).body();
      String otherSource =
          RunningConnector.send(
                  structured(connector, event("7", "hi").replace("/shop", "/warehouse")))
              .body();

      assertThat(second).isEqualTo(first);
      assertThat(otherSource).isNotEqualTo(first);
      assertThat(responder.asked()).hasSize(2);
    }
  }

  @Test
  void aResponderWithNothingToSayIsNoContent() throws Exception {
    try (ScriptedResponder responder = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = hookWith(responder)) {
      HttpResponse<String> response = RunningConnector.send(structured(connector, event("1", "x")));
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void whatTheResponderCannotTakeNowIsUnavailableAndWhatItNeverTakesUnprocessable()
      throws Exception {
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (question, exchange) ->
                    ScriptedResponder.status(
                            question.text().equals("never") ? 422 : 503, "Retry-After", "9")
                        .answer(question, exchange));
        RunningConnector connector = hookWith(responder)) {
      HttpResponse<String> later =
          RunningConnector.send(batch(connector, event("1", "never"), event("2", "later")));
      assertThat(later.statusCode()).isEqualTo(503);
      assertThat(later.headers().firstValue("retry-after")).hasValue("9");
      assertThat(JSON.readTree(later.body()).path("events"))
          .extracting(JsonNode::asText)
          .containsExactly("1", "2");

      HttpResponse<String> never =
          RunningConnector.send(structured(connector, event("3", "never")));
      assertThat(never.statusCode()).isEqualTo(422);
      assertThat(never.headers().firstValue("retry-after")).isEmpty();
    }
  }

  @Test
  void aWrongOrMissingTokenIsRefusedBeforeAnythingIsRead() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      for (String authorization :
          List.of(
              "Bearer wrong-token-entirely",
              "Bearer " + RunningConnector.TOKEN + "x",
              "Bearer " + RunningConnector.TOKEN.substring(1),
              "Bearer",
              "Basic YTpi")) {
        HttpResponse<String> response =
            RunningConnector.send(
                HttpRequest.newBuilder(connector.open("/hooks/webhook"))
                    .header("Authorization", authorization)
                    .header("Content-Type", "application/cloudevents+json")
                    .POST(HttpRequest.BodyPublishers.ofString("{not json")));
        assertThat(response.statusCode()).as(authorization).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate").orElse(""))
            .startsWith("Bearer realm=");
      }
      Exposition metrics = connector.metrics();
      assertThat(metrics.value("touchpoint_requests_total{outcome=bad_signature}")).isEqualTo(5);
      assertThat(metrics.value("touchpoint_requests_total{outcome=malformed}")).isZero();
    }
  }

  @Test
  void contentThatIsNoEventIsRefusedWithTheFieldAndTheRemedy() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      assertRefused(connector, "text/plain", "hi", 415, "Content-Type");
      assertRefused(connector, "application/json", "{}", 415, "Content-Type");
      assertRefused(connector, "application/cloudevents+avro", "x", 415, "Content-Type");
      String structured = "application/cloudevents+json";
      assertRefused(connector, structured, "", 400, "body");
      assertRefused(connector, structured, "{", 400, "body");
      assertRefused(connector, structured, "[".repeat(100) + "]".repeat(100), 400, "body");
      assertRefused(connector, structured, "{\"id\": \"1\"}", 400, "specversion");
      assertRefused(
          connector, structured, event("1", "x").replace("1.0", "0.3"), 400, "specversion");
      assertRefused(connector, structured, event("", "x"), 400, "id");
      assertRefused(
          connector, structured, event("1", "x").replace(".sent", ".shouted"), 400, "type");
      assertRefused(connector, structured, event("1", ""), 400, "data.text");
      assertRefused(connector, structured, event("1", "x".repeat(16_001)), 400, "data.text");
      assertRefused(connector, structured, event("1".repeat(513), "x"), 400, "id");
      assertRefused(
          connector,
          structured,
          event("1", "x").replace("{\"text\":\"x\"}", "[\"x\"]"),
          400,
          "data");
      assertRefused(
          connector,
          structured,
          event("1", "x").replace("{\"text\":\"x\"}", "{\"text\":\"x\",\"text\":\"y\"}"),
          400,
          "body");
      assertRefused(connector, "application/cloudevents-batch+json", "[]", 400, "body");
      assertRefused(
          connector,
          "application/cloudevents-batch+json",
          "[" + "{},".repeat(100) + "{}]",
          400,
          "body");
    }
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      byte[] body = event("1", "XX").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < body.length - 1; i++) {
        if (body[i] == 'X') {
          body[i] = (byte) 0xc3;
          body[i + 1] = (byte) 0x28;
          break;
        }
      }
      HttpResponse<String> response =
          RunningConnector.send(
              post(connector, "application/cloudevents+json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
      assertThat(response.statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aBodyLargerThanOneMebibyteIsRefusedWhetherItSaysSoOrNot() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      byte[] large = "x".repeat(1024 * 1024 + 1).getBytes(StandardCharsets.US_ASCII);
      HttpRequest.Builder known =
          post(connector, "application/cloudevents+json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(large));
      assertThat(RunningConnector.send(known).statusCode()).isEqualTo(413);
      HttpRequest.Builder chunked =
          post(connector, "application/cloudevents+json")
              .POST(
                  HttpRequest.BodyPublishers.fromPublisher(
                      HttpRequest.BodyPublishers.ofByteArray(large)));
      assertThat(RunningConnector.send(chunked).statusCode()).isEqualTo(413);
    }
  }

  @Test
  void theHandshakeAdmitsListedOriginsAndTellsTheRate() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      connector
          .configured(
              Configuration.webhook()
                  .revision("r2")
                  .block(Configuration.hook("Bearer", "120"))
                  .json())
          .reload();
      HttpResponse<String> admitted = handshake(connector, "shop.example.com");
      assertThat(admitted.statusCode()).isEqualTo(200);
      assertThat(admitted.headers().firstValue("webhook-allowed-origin"))
          .hasValue("shop.example.com");
      assertThat(admitted.headers().firstValue("webhook-allowed-rate")).hasValue("120");

      HttpResponse<String> refused = handshake(connector, "evil.example.com");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("webhook-allowed-origin")).isEmpty();
      assertThat(
              RunningConnector.send(
                      HttpRequest.newBuilder(connector.open("/hooks/webhook"))
                          .method("OPTIONS", HttpRequest.BodyPublishers.noBody()))
                  .statusCode())
          .isEqualTo(400);

      connector
          .configured(
              Configuration.webhook()
                  .revision("r3")
                  .block(
                      "\"webhook\": {\"authentication\": \"Bearer\", \"allowedOrigins\": [\"*\"]}")
                  .json())
          .reload();
      HttpResponse<String> anyone = handshake(connector, "evil.example.com");
      assertThat(anyone.headers().firstValue("webhook-allowed-origin"))
          .hasValue("evil.example.com");
      assertThat(anyone.headers().firstValue("webhook-allowed-rate")).hasValue("*");
    }
  }

  @Test
  void moreRequestsThanThePromisedRateAreToldWhenToComeAgain() throws Exception {
    MovableTime time = new MovableTime();
    try (RunningConnector connector =
        RunningConnector.in(directory, time.ticks())
            .configured(Configuration.webhook().block(Configuration.hook("Bearer", "6")).json())
            .with("credentials/token", RunningConnector.TOKEN)
            .start()) {
      for (int i = 0; i < 6; i++) {
        assertThat(RunningConnector.send(structured(connector, event("id" + i, "x"))).statusCode())
            .isEqualTo(200);
      }
      HttpResponse<String> refused =
          RunningConnector.send(structured(connector, event("one too many", "x")));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).hasValue("10");

      time.advance(java.time.Duration.ofSeconds(10));
      assertThat(
              RunningConnector.send(structured(connector, event("one too many", "x"))).statusCode())
          .isEqualTo(200);
    }
  }

  private RunningConnector hookWith(ScriptedResponder responder) throws Exception {
    return RunningConnector.in(directory)
        .configured(Configuration.webhook().http(responder.url(), 5_000, false).json())
        .with("credentials/token", RunningConnector.TOKEN)
        .start();
  }

  private static void assertRefused(
      RunningConnector connector, String contentType, String body, int status, String field)
      throws Exception {
    HttpResponse<String> response =
        RunningConnector.send(
            post(connector, contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    String what = body.length() > 80 ? body.substring(0, 80) : body;
    assertThat(response.statusCode()).as(what).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.path("field").asText()).as(what).isEqualTo(field);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).as(what).isNotBlank();
  }

  private static HttpResponse<String> handshake(RunningConnector connector, String origin)
      throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(connector.open("/hooks/webhook"))
            .header("WebHook-Request-Origin", origin)
            .header("WebHook-Request-Rate", "500")
            .header("WebHook-Request-Callback", "http://127.0.0.1:1/never-called")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpRequest.Builder binary(RunningConnector connector, String id, String data) {
    HttpRequest.Builder request = post(connector, "application/json");
    Map.of(
            "ce-specversion", "1.0",
            "ce-id", id,
            "ce-source", "/shop",
            "ce-type", "cx.touchpoint.message.sent")
        .forEach(request::header);
    return request.POST(HttpRequest.BodyPublishers.ofString(data));
  }

  private static HttpRequest.Builder structured(RunningConnector connector, String event) {
    return post(connector, "application/cloudevents+json; charset=utf-8")
        .POST(HttpRequest.BodyPublishers.ofString(event));
  }

  private static HttpRequest.Builder batch(RunningConnector connector, String... events) {
    return post(connector, "application/cloudevents-batch+json")
        .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", events) + "]"));
  }

  private static HttpRequest.Builder post(RunningConnector connector, String contentType) {
    return HttpRequest.newBuilder(connector.open("/hooks/webhook"))
        .header("Authorization", "Bearer " + RunningConnector.TOKEN)
        .header("Content-Type", contentType);
  }

  private static String event(String id, String text) {
    return """
        {"specversion":"1.0","id":"%s","source":"/shop","type":"cx.touchpoint.message.sent",\
        "data":{"text":"%s"}}"""
        .formatted(id, text);
  }
}
