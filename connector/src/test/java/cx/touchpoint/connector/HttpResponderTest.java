package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an HTTP responder is asked, and what becomes of each way it can answer or fail. */
class HttpResponderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @TempDir Path directory;

  @Test
  void theResponderIsAskedByACloudEventWithTheMessageItsConversationAndItsTrace() throws Exception {
    try (ScriptedResponder responder = new ScriptedResponder(ScriptedResponder.saying("Hello!"));
        RunningConnector connector = hook(responder.url(), 5_000, true)) {
      connector.with("responder/token", "the-responders-own-token").reload();
      HttpResponse<String> response = send(connector, "1", "Where is my parcel?");

      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode reply = JSON.readTree(response.body());
      assertThat(reply.path("data").path("author").asText()).isEqualTo("Human");
      assertThat(reply.path("traceparent").asText()).isEqualTo(TRACE);
      ScriptedResponder.Asked asked = responder.asked().getFirst();
      assertThat(asked.header("Content-Type")).startsWith("application/cloudevents+json");
      assertThat(asked.header("Authorization")).isEqualTo("Bearer the-responders-own-token");
      assertThat(asked.header("traceparent")).isEqualTo(TRACE);
      assertThat(asked.event().path("type").asText()).isEqualTo("cx.touchpoint.message.received");
      assertThat(asked.event().path("id").asText()).hasSize(36);
      assertThat(asked.event().path("source").asText())
          .isEqualTo("/channels/hello/conversations/customer-9");
      assertThat(asked.event().path("traceparent").asText()).isEqualTo(TRACE);
      assertThat(asked.event().path("data"))
          .isEqualTo(
              JSON.readTree(
                  """
                  {"channel":"hello","channelType":"Webhook","conversation":"customer-9",
                   "text":"Where is my parcel?"}"""));
    }
  }

  @Test
  void withoutItsTokenAnAuthenticatedResponderIsNotAskedAtAll() throws Exception {
    try (ScriptedResponder responder = new ScriptedResponder(ScriptedResponder.saying("Hello!"));
        RunningConnector connector = hook(responder.url(), 5_000, true)) {
      assertThat(send(connector, "1", "x").statusCode()).isEqualTo(503);
      assertThat(responder.asked()).isEmpty();
      assertThat(RunningConnector.get(connector.internal("/readyz")).statusCode()).isEqualTo(503);

      connector.with("responder/token", "the-responders-own-token").reload();
      assertThat(send(connector, "1", "x").statusCode()).isEqualTo(200);
      assertThat(RunningConnector.get(connector.internal("/readyz")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aResponderThatTakesTooLongIsNotWaitedFor() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  if (!never.await(10, TimeUnit.SECONDS)) {
                    ScriptedResponder.reply(exchange, "too late");
                  }
                });
        RunningConnector connector = hook(responder.url(), 300, false)) {
      long started = System.nanoTime();
      assertThat(send(connector, "1", "x").statusCode()).isEqualTo(503);
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
          .isBetween(300L, 5_000L);
      assertThat(connector.metrics().value("touchpoint_requests_total{outcome=failed}"))
          .isEqualTo(1);
      never.countDown();
    }
  }

  @Test
  void aResponderThatIsNotThereIsUnavailable() throws Exception {
    try (RunningConnector connector = hook("http://127.0.0.1:1/answer", 2_000, false)) {
      HttpResponse<String> response = send(connector, "1", "x");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("retry-after")).isPresent();
    }
  }

  @Test
  void answersThatCannotBeUsedAreFailuresThatMayPass() throws Exception {
    for (String answer :
        new String[] {
          "not json",
          "{}",
          reply("{\"parts\":[]}"),
          reply("{\"parts\":[{\"text\":\" \"}]}"),
          reply("{\"parts\":[{\"text\":\"x\"}],\"author\":\"Robot\"}"),
          reply("{\"parts\":[{\"text\":\"x\"}],\"inReplyTo\":\"another\"}"),
          reply("{\"parts\":[{\"text\":\"x\"}]}").replace(".reply", ".other"),
        }) {
      try (ScriptedResponder responder =
              new ScriptedResponder((_, exchange) -> ScriptedResponder.send(exchange, answer));
          RunningConnector connector = hook(responder.url(), 5_000, false)) {
        assertThat(send(connector, "1", "x").statusCode()).as(answer).isEqualTo(503);
      }
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (ScriptedResponder elsewhere = new ScriptedResponder(ScriptedResponder.saying("stolen"));
        ScriptedResponder responder =
            new ScriptedResponder(ScriptedResponder.status(307, "Location", elsewhere.url()));
        RunningConnector connector = hook(responder.url(), 5_000, false)) {
      assertThat(send(connector, "1", "x").statusCode()).isEqualTo(503);
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void anotherResponderTakesOverWithoutARestart() throws Exception {
    try (ScriptedResponder former = new ScriptedResponder(ScriptedResponder.saying("former"));
        ScriptedResponder next = new ScriptedResponder(ScriptedResponder.saying("next"));
        RunningConnector connector = hook(former.url(), 5_000, false)) {
      assertThat(send(connector, "1", "x").body()).contains("former");
      connector
          .configured(Configuration.webhook().revision("r2").http(next.url(), 5_000, false).json())
          .reload();
      assertThat(send(connector, "2", "x").body()).contains("next");
      assertThat(RunningConnector.get(connector.internal("/status")).body())
          .contains("\"revision\":\"r2\"");
    }
  }

  private RunningConnector hook(String url, long timeoutMillis, boolean authenticated)
      throws Exception {
    return RunningConnector.in(directory)
        .configured(Configuration.webhook().http(url, timeoutMillis, authenticated).json())
        .with("credentials/token", RunningConnector.TOKEN)
        .start();
  }

  private static HttpResponse<String> send(RunningConnector connector, String id, String text)
      throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(connector.open("/hooks/webhook"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN)
            .header("Content-Type", "application/cloudevents+json")
            .header("traceparent", TRACE)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"specversion":"1.0","id":"%s","source":"/shop","subject":"customer-9",
                     "type":"cx.touchpoint.message.sent","data":{"text":"%s"}}"""
                        .formatted(id, text))));
  }

  private static String reply(String data) {
    return """
        {"specversion":"1.0","id":"1","source":"/assistant","type":"cx.touchpoint.message.reply",
         "data":%s}"""
        .formatted(data);
  }
}
