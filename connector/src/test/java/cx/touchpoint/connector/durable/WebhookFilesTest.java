package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files inside the events of a webhook's senders, and inside what they are answered. */
class WebhookFilesTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ANSWERING = "the-token-of-whoever-answers";
  private static final int LARGEST = 700 * 1024;
  private static final int LARGEST_EVENT = 1024 * 1024;
  private static final String ON =
      "\"webhook\": {\"authentication\": \"Bearer\", \"attachments\": {\"maxBytes\": 716800, \"contentTypes\": [\"image/png\", \"text/plain\"]}}";

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void aFileInsideAnEventReachesWhoeverAnswersAndOneOfTheirsItsSender() throws Exception {
    byte[] picture = Png.of(600_000);
    byte[] drawing = Png.of(500_000);
    try (var responder = new ScriptedResponder(answering("../plan ö.png", drawing));
        RunningConnector one = replica("a", http(responder));
        RunningConnector other = replica("b", http(responder))) {
      String data = data("", file("../parcel é.png", "image/png", picture));
      HttpResponse<String> answer = send(one, "e1", data);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode parts = JSON.readTree(answer.body()).path("parts");
      assertThat(parts.at("/0/text").asText()).isEqualTo("See");
      assertThat(parts.at("/1/file/name").asText()).isEqualTo("plan ö.png");
      assertThat(parts.at("/1/file/contentType").asText()).isEqualTo("image/png");
      assertThat(parts.at("/1/file/data").binaryValue()).isEqualTo(drawing);

      JsonNode asked = responder.asked().getFirst().event().path("data");
      assertThat(asked.path("text").asText()).isEmpty();
      assertThat(asked.at("/attachments/0/name").asText()).isEqualTo("parcel é.png");
      assertThat(fetch(other, asked.at("/attachments/0/url").asText())).isEqualTo(picture);

      // The same again, wherever, is the same answer with the same file, and nothing more is kept.
      HttpResponse<String> again = send(other, "e1", data);
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(answer.body());
      assertThat(responder.asked()).hasSize(1);
      assertThat(count("attachment")).isEqualTo(2);

      // What was sent before is told again.
      send(one, "e2", data("And?"));
      assertThat(responder.asked().getLast().event().at("/data/history/0/parts/0/file/id").asText())
          .isEqualTo(asked.at("/attachments/0/id").asText());

      // A file that was forgotten in the meantime is named, and that is no failure.
      sql("DELETE FROM touchpoint_shop.attachment");
      JsonNode named = JSON.readTree(send(one, "e1", data).body()).at("/parts/1/file");
      assertThat(named.path("name").asText()).isEqualTo("plan ö.png");
      assertThat(named.has("data")).isFalse();
    }
  }

  @Test
  void filesComeInEveryContentModeAndGoBackInTheSame() throws Exception {
    byte[] picture = Png.of(LARGEST);
    try (RunningConnector connector = replica("a", Configuration.webhook().block(ON))) {
      HttpResponse<String> structured =
          post(
              connector,
              "application/cloudevents+json",
              event("s1", data("Look", file("a.png", "image/png", picture))));
      assertThat(structured.statusCode()).as(structured.body()).isEqualTo(200);
      assertThat(structured.body().length()).isLessThan(LARGEST_EVENT);
      JsonNode parts = JSON.readTree(structured.body()).at("/data/parts");
      assertThat(parts.at("/0/text").asText()).isEqualTo("Look");
      assertThat(parts.at("/1/file/data").binaryValue()).isEqualTo(picture);

      HttpResponse<String> batch =
          post(
              connector,
              "application/cloudevents-batch+json",
              "[%s,%s,%s]"
                  .formatted(
                      event("b1", data("Words alone")),
                      event("b2", data("", text("One"), text("Two"))),
                      event("b2", data("", text("One"), text("Two")))));
      assertThat(batch.statusCode()).as(batch.body()).isEqualTo(200);
      JsonNode replies = JSON.readTree(batch.body());
      assertThat(replies.at("/0/data/parts/0/text").asText()).isEqualTo("Words alone");
      assertThat(replies.at("/1/data/parts/1/file/data").binaryValue()).isEqualTo(bytes("Two"));
      assertThat(replies.at("/2/data/parts")).isEqualTo(replies.at("/1/data/parts"));
      assertThat(count("attachment")).as("one that came twice is kept once").isEqualTo(3);
    }
  }

  @Test
  void whatAFileMustBeIsCheckedBeforeAnythingIsKept() throws Exception {
    byte[] page = bytes("<html>");
    try (RunningConnector connector = replica("a", Configuration.webhook().block(ON))) {
      refused(connector, 415, "image/png, text/plain", file("a", "text/html", page));
      refused(connector, 415, "begin as image/png", file("a", "image/png", page));
      refused(connector, 415, "no text in UTF-8", file("a", "text/plain", new byte[] {'a', 0}));
      refused(connector, 413, "716800", file("a", "image/png", Png.of(LARGEST + 1)));
      refused(connector, 415, "data.parts[1].file", text("good"), file("a", "image/png", page));
      for (String data :
          List.of(
              "\"%%%\"",
              "\"YQ===\"", "\"YQ\\u0000\"", "\"\"", "null", "7", "{\"data\":\"YQ==\"}")) {
        refused(connector, 400, "file.data", json("\"a\"", "\"text/plain\"", data));
      }
      refused(connector, 400, "file.name", json("\" \"", "\"text/plain\"", "\"YQ==\""));
      refused(connector, 400, "file.contentType", json("\"a\"", "[]", "\"YQ==\""));
      refused(
          connector,
          400,
          "come inside",
          "{\"file\":{\"id\":\"c56a4180-65aa-42ec-a945-5fd21dec0538\"}}");
      refused(connector, 400, "data.text", "{\"text\":\"Hello\"}");
      refused(connector, 400, "data.parts", "{\"file\":[[[[\"a\"]]]]}");
      refused(connector, 400, "is not JSON", "[".repeat(500) + "]".repeat(500));
      refused(
          connector,
          400,
          "1 to 5",
          Stream.generate(() -> text("a")).limit(6).toArray(String[]::new));
      refused(connector, 400, "1 to 5");
      refused(connector, 413, "1048576", file("a", "image/png", Png.of(LARGEST_EVENT)));

      // One bad event, and nothing of its batch is taken.
      HttpResponse<String> batch =
          post(
              connector,
              "application/cloudevents-batch+json",
              "[%s,%s]"
                  .formatted(
                      event("b1", data("", text("good"))),
                      event("b2", data("", file("a", "image/png", page)))));
      assertThat(batch.statusCode()).isEqualTo(415);
      assertThat(JSON.readTree(batch.body()).path("field").asText())
          .isEqualTo("[1].data.parts[0].file");
      for (String table : List.of("attachment", "attachment_part", "message", "received")) {
        assertThat(count(table)).as(table).isZero();
      }
    }
  }

  @Test
  void aChannelWithoutAttachmentsOrWithoutAHistoryTakesNone() throws Exception {
    Configuration kept = Configuration.webhook().kept("shop");
    for (String json : List.of(kept.json(), Configuration.webhook().json())) {
      try (RunningConnector connector = replica("c" + json.length(), json)) {
        HttpResponse<String> refused = send(connector, "e1", data("Look", text("a")));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).path("field").asText()).isEqualTo("data.parts");
        assertThat(refused.body()).contains("takes none", "ConversationHistory");
        assertThat(send(connector, "e1", data("Look")).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void theSameEventAtTwoReplicasAtOnceIsKeptOnceWithItsFiles() throws Exception {
    try (RunningConnector one = replica("a", Configuration.webhook().block(ON));
        RunningConnector other = replica("b", Configuration.webhook().block(ON))) {
      for (int i = 0; i < 10; i++) {
        String id = "e" + i;
        String data = data("", text("file of " + id));
        List<CompletableFuture<HttpResponse<String>>> both =
            Stream.of(one, other, one, other).map(it -> sending(it, id, data)).toList();
        for (CompletableFuture<HttpResponse<String>> each : both) {
          assertThat(each.get().statusCode()).as(each.get().body()).isEqualTo(200);
          assertThat(JSON.readTree(each.get().body()).at("/parts/0/file/data").binaryValue())
              .isEqualTo(bytes("file of " + id));
        }
      }
      await().untilAsserted(() -> assertThat(count("attachment")).isEqualTo(10));
    }
  }

  @Test
  void moreThanFitIntoAnEventIsNotTakenFromWhoeverAnswers() throws Exception {
    try (var responder = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica("a", http(responder))) {
      assertThat(send(connector, "e1", data("Hello")).statusCode()).isEqualTo(204);
      String message = responder.asked().getFirst().event().path("id").asText();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> uploaded =
            RunningConnector.send(
                internal(connector, "/v1/conversations/customer-7/attachments")
                    .header("Content-Type", "image/png")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Png.of(LARGEST))));
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
        ids.add(
            "{\"file\":{\"id\":\"%s\"}}"
                .formatted(JSON.readTree(uploaded.body()).path("id").asText()));
      }
      HttpResponse<String> refused = late(connector, message, "1", String.join(",", ids));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("data.parts", "event of 1 MiB", "1032192");
      assertThat(late(connector, message, "2", ids.getFirst()).statusCode()).isEqualTo(202);
      HttpResponse<String> answer = send(connector, "e1", data("Hello"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(JSON.readTree(answer.body()).at("/parts/0/file/data").binaryValue())
          .isEqualTo(Png.of(LARGEST));
    }
  }

  @Test
  void aBatchWhoseAnswersAreTooLargeTogetherHasThemOneByOne() throws Exception {
    byte[] drawing = Png.of(600_000);
    try (var responder = new ScriptedResponder(answering("a.png", drawing));
        RunningConnector connector = replica("a", http(responder))) {
      HttpResponse<String> batch =
          post(
              connector,
              "application/cloudevents-batch+json",
              "[%s,%s]".formatted(event("b1", data("One")), event("b2", data("Two"))));
      assertThat(batch.statusCode()).as(batch.body()).isEqualTo(422);
      assertThat(batch.body()).contains("1 MiB", "b1", "b2", "by itself");
      for (String id : List.of("b1", "b2")) {
        HttpResponse<String> alone = send(connector, id, data("Once more"));
        assertThat(alone.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(alone.body()).at("/parts/1/file/data").binaryValue())
            .isEqualTo(drawing);
      }
      assertThat(responder.asked()).hasSize(2);
    }
  }

  @Test
  void manyLargeOnesAtOnceAreTakenOrToldToComeAgain() throws Exception {
    byte[] picture = Png.of(LARGEST);
    try (RunningConnector connector = replica("a", Configuration.webhook().block(ON))) {
      String data = data("", file("a.png", "image/png", picture));
      List<String> open = new ArrayList<>(IntStream.range(0, 24).mapToObj(i -> "e" + i).toList());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                List<CompletableFuture<HttpResponse<String>>> all =
                    open.stream().map(id -> sending(connector, id, data)).toList();
                List<String> later = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                  HttpResponse<String> response = all.get(i).get();
                  if (response.statusCode() == 503) {
                    assertThat(response.headers().firstValue("Retry-After")).isPresent();
                    later.add(open.get(i));
                  } else {
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                    assertThat(response.body()).contains(base64(picture));
                  }
                }
                open.retainAll(later);
                return open.isEmpty();
              });
      assertThat(count("attachment")).isEqualTo(24);
    }
  }

  @Test
  void whatAPersonsSystemsSentIsErasedWithThemAndNothingReadableIsLeft() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      uri = server.newDatabase();
      try (RunningConnector connector =
          replica("a", Configuration.webhook().block(ON).kept("shop", "AccountId").json())) {
        String data =
            data("", file("private-name.txt", "text/plain", bytes("marmalade ".repeat(60_000))))
                .replace("{\"text\"", "{\"customer\":{\"accountId\":\"jane-4711\"},\"text\"");
        assertThat(send(connector, "e1", data).statusCode()).isEqualTo(200);
        assertThat(count(server, "attachment")).isEqualTo(1);
        HttpResponse<String> erased =
            RunningConnector.send(
                HttpRequest.newBuilder(connector.records("/v1/customers/erase"))
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"key\": \"AccountId\", \"value\": \"jane-4711\", \"actor\": \"test\"}")));
        assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
        assertThat(count(server, "attachment")).isZero();
        assertThat(count(server, "attachment_part")).isZero();
        server.sql(PostgresServer.databaseOf(uri), "CHECKPOINT");
        String base64 = base64(bytes("marmalade marmalade "));
        assertThat(
                found(
                    server.data(),
                    "marmalade marmalade",
                    base64.substring(0, 20),
                    "private-name",
                    "jane-4711"))
            .as("in any file of the database")
            .isEmpty();
      }
    }
  }

  private static void refused(RunningConnector connector, int status, String words, String... parts)
      throws Exception {
    HttpResponse<String> response =
        send(
            connector,
            "e1",
            "{\"text\":\"Look\",\"parts\":[%s]}".formatted(String.join(",", parts)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(words);
  }

  private static ScriptedResponder.Script answering(String name, byte[] content) {
    return (_, exchange) ->
        ScriptedResponder.send(
            exchange,
            """
            {"specversion":"1.0","id":"1","source":"/assistant","type":"cx.touchpoint.message.reply",
             "data":{"parts":[{"text":"See"},%s]}}"""
                .formatted(file(name, "image/png", content)));
  }

  private RunningConnector replica(String name, Configuration configuration) throws Exception {
    return replica(name, configuration.kept("shop").json());
  }

  private RunningConnector replica(String name, String json) throws Exception {
    return RunningConnector.in(files.resolve(name))
        .configured(json)
        .with("credentials/token", RunningConnector.TOKEN)
        .with("responder/token", ANSWERING)
        .with("history/uri", uri)
        .with("history/identityKey", RunningConnector.SESSION_KEY)
        .startedAndReady();
  }

  private static Configuration http(ScriptedResponder responder) {
    return Configuration.webhook().block(ON).http(responder.url(), 5_000, true);
  }

  private static HttpResponse<String> send(RunningConnector connector, String id, String data)
      throws Exception {
    return RunningConnector.send(
        request(connector, "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-type", "cx.touchpoint.message.sent")
            .header("ce-source", "/shop")
            .header("ce-subject", "customer-7")
            .header("ce-id", id)
            .POST(HttpRequest.BodyPublishers.ofString(data)));
  }

  private static HttpResponse<String> post(RunningConnector connector, String type, String body)
      throws Exception {
    return RunningConnector.send(
        request(connector, type).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(RunningConnector connector, String type) {
    return HttpRequest.newBuilder(connector.open("/hooks/webhook"))
        .header("Authorization", "Bearer " + RunningConnector.TOKEN)
        .header("Content-Type", type);
  }

  private static CompletableFuture<HttpResponse<String>> sending(
      RunningConnector connector, String id, String data) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return send(connector, id, data);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static HttpRequest.Builder internal(RunningConnector connector, String path) {
    return HttpRequest.newBuilder(connector.internal(path))
        .header("Authorization", "Bearer " + ANSWERING);
  }

  private static HttpResponse<String> late(
      RunningConnector connector, String message, String id, String parts) throws Exception {
    return RunningConnector.send(
        internal(connector, "/v1/conversations/customer-7/messages")
            .header("Content-Type", "application/cloudevents+json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"specversion":"1.0","id":"%s","source":"/desk","type":"cx.touchpoint.message.reply",
                     "data":{"author":"Human","inReplyTo":"%s","parts":[%s]}}"""
                        .formatted(id, message, parts))));
  }

  private static byte[] fetch(RunningConnector connector, String path) throws Exception {
    URI place = connector.internal(path);
    HttpResponse<byte[]> response =
        CLIENT.send(
            HttpRequest.newBuilder(place).header("Authorization", "Bearer " + ANSWERING).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static String event(String id, String data) {
    return """
        {"specversion":"1.0","id":"%s","source":"/shop","subject":"customer-7",
         "type":"cx.touchpoint.message.sent","data":%s}"""
        .formatted(id, data);
  }

  private static String data(String text, String... parts) {
    return parts.length == 0
        ? "{\"text\":\"%s\"}".formatted(text)
        : "{\"text\":\"%s\",\"parts\":[%s]}".formatted(text, String.join(",", parts));
  }

  private static String text(String content) {
    return file("a.txt", "text/plain", bytes(content));
  }

  private static String file(String name, String type, byte[] content) {
    return json('"' + name + '"', '"' + type + '"', '"' + base64(content) + '"');
  }

  private static String json(String name, String type, String data) {
    return "{\"file\":{\"name\":%s,\"contentType\":%s,\"data\":%s}}".formatted(name, type, data);
  }

  private void sql(String statement) throws Exception {
    PostgresServer.shared().sql(PostgresServer.databaseOf(uri), statement);
  }

  private long count(String table) throws Exception {
    return count(PostgresServer.shared(), table);
  }

  private long count(PostgresServer server, String table) throws Exception {
    try (var connection = server.connect(PostgresServer.databaseOf(uri));
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM touchpoint_shop." + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Which of the texts stand in any file of a directory. */
  private static List<String> found(Path directory, String... texts) throws Exception {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        Stream.of(texts).filter(content::contains).forEach(it -> found.add(it + " in " + file));
      }
    }
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }
}
