package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.Issuer;
import cx.touchpoint.connector.MovableTime;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of customers and of those who answer them, with real sockets and a real database. */
class AttachmentsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String TOKEN = "the-token-of-whoever-answers";
  private static final String ON =
      "\"webChat\": {\"allowedOrigins\": [\"%s\"], \"demoPage\": true, \"attachments\": {\"maxBytes\": 1048576, \"contentTypes\": [\"image/png\", \"text/plain\"]}}"
          .formatted(Configuration.ORIGIN);

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void aFileOfACustomersReachesWhoeverAnswersAndOneOfTheirsTheCustomer() throws Exception {
    byte[] picture = Png.of(700_000);
    try (var responder =
            new ScriptedResponder(
                (_, exchange) ->
                    ScriptedResponder.send(
                        exchange,
                        """
                        {"specversion":"1.0","id":"1","source":"/assistant","type":"cx.touchpoint.message.reply",
                         "data":{"parts":[{"text":"See"},{"file":{"name":"../offer ö.txt","contentType":"text/plain","data":"%s"}}]}}"""
                            .formatted(base64("An offer"))));
        RunningConnector connector = replica("a", http(responder));
        RunningConnector other = replica("b", http(responder));
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      JsonNode welcome = chat.expect("welcome");
      assertThat(welcome.at("/attachments/maxSize").asLong()).isEqualTo(1_048_576);
      assertThat(welcome.at("/attachments/contentTypes")).hasSize(2);
      String resume = welcome.path("resume").asText();
      String conversation = welcome.path("conversation").asText();

      // On whichever replica, even before anything was said.
      JsonNode uploaded =
          json(upload(other, resume, "image/png", "Broken parcel (é).png", picture));
      assertThat(uploaded.path("name").asText()).isEqualTo("Broken parcel (é).png");
      assertThat(uploaded.path("size").asLong()).isEqualTo(picture.length);
      String id = uploaded.path("id").asText();
      say(chat, "", id);
      JsonNode reply = chat.until("reply").getLast();

      JsonNode asked = responder.asked().getFirst().event().path("data");
      assertThat(asked.path("text").asText()).isEmpty();
      JsonNode sent = asked.at("/attachments/0");
      assertThat(sent.path("url").asText())
          .isEqualTo("/v1/conversations/%s/attachments/%s".formatted(conversation, id));
      HttpResponse<byte[]> fetched = fetch(connector.internal(sent.path("url").asText()), TOKEN);
      assertThat(fetched.statusCode()).isEqualTo(200);
      assertThat(fetched.body()).isEqualTo(picture);
      assertThat(fetch(connector.internal(sent.path("url").asText()), "wrong").statusCode())
          .isEqualTo(401);

      JsonNode file = reply.at("/parts/1/file");
      assertThat(file.path("name").asText()).isEqualTo("offer ö.txt");
      HttpResponse<byte[]> read = fetch(other.open(file.path("url").asText()), resume);
      assertThat(new String(read.body(), StandardCharsets.UTF_8)).isEqualTo("An offer");
      assertThat(read.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"offer _.txt\"; filename*=UTF-8''offer%20%C3%B6.txt");
      assertThat(read.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("sandbox");
      assertThat(read.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(read.headers().firstValue("Cache-Control")).hasValue("private, no-store");

      // What was sent before is told again.
      chat.say("And?");
      chat.until("reply");
      JsonNode history = responder.asked().getLast().event().at("/data/history");
      assertThat(history.at("/0/parts/0/file/id").asText()).isEqualTo(id);
      assertThat(history.at("/1/parts/1/file/url").asText()).contains(conversation);
    }
  }

  @Test
  void whoeverAnswersSendsALargeFileByItself() throws Exception {
    byte[] picture = Png.of(1_048_576);
    try (var responder = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica("a", http(responder));
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      JsonNode welcome = chat.expect("welcome");
      URI place =
          connector.internal(
              "/v1/conversations/%s/attachments".formatted(welcome.path("conversation").asText()));
      assertThat(post(place, TOKEN, "image/png", "offer.png", picture).statusCode())
          .as("of a conversation that nobody has begun")
          .isEqualTo(404);
      chat.say("Hello");
      chat.until("accepted");
      assertThat(post(place, "wrong", "image/png", "offer.png", picture).statusCode())
          .isEqualTo(401);
      String id = json(post(place, TOKEN, "image/png", "offer.png", picture)).path("id").asText();
      assertThat(
              late(connector, welcome, "1", "{\"file\":{\"id\":\"%s\"}}".formatted(id))
                  .statusCode())
          .isEqualTo(202);
      JsonNode file = chat.until("reply").getLast().at("/parts/0/file");
      assertThat(file.path("id").asText()).isEqualTo(id);
      assertThat(
              fetch(connector.open(file.path("url").asText()), welcome.path("resume").asText())
                  .body())
          .isEqualTo(picture);

      // Twice the same is said once, and its file kept once.
      String inline =
          "{\"file\":{\"name\":\"a.txt\",\"contentType\":\"text/plain\",\"data\":\"%s\"}}"
              .formatted(base64("Hi"));
      assertThat(late(connector, welcome, "2", inline).statusCode()).isEqualTo(202);
      assertThat(late(connector, welcome, "2", inline).statusCode()).isEqualTo(202);
      assertThat(count("attachment")).isEqualTo(2);
      HttpResponse<String> refused =
          late(connector, welcome, "3", inline.replace("text/plain", "text/html"));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("data.parts").contains("image/png, text/plain");
      assertThat(
              late(
                      connector,
                      welcome,
                      "4",
                      "{\"file\":{\"id\":\"%s\"}}".formatted(UUID.randomUUID()))
                  .body())
          .contains("not in this conversation");
    }
  }

  @Test
  void aFileBelongsToItsConversation() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webChat().block(ON));
        ChatClient mine = ChatClient.connect(connector.socket(), Configuration.ORIGIN);
        ChatClient theirs = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      mine.hello();
      theirs.hello();
      String resume = mine.expect("welcome").path("resume").asText();
      String other = theirs.expect("welcome").path("resume").asText();
      String id =
          json(upload(connector, resume, "text/plain", "a.txt", bytes("Mine"))).path("id").asText();

      URI place = connector.open("/attachments/" + id);
      assertThat(fetch(place, resume).statusCode()).isEqualTo(200);
      assertThat(fetch(place, other).statusCode()).isEqualTo(404);
      assertThat(fetch(place, "v1.forged.token").statusCode()).isEqualTo(401);
      assertThat(RunningConnector.get(place).statusCode()).isEqualTo(401);
      say(theirs, "Look", id);
      JsonNode rejected = theirs.until("rejected").getLast();
      assertThat(rejected.path("reason").asText()).isEqualTo("invalid");
      assertThat(rejected.path("retryable").asBoolean()).isFalse();
      assertThat(rejected.path("detail").asText()).contains("not in this conversation");

      say(mine, "Look", id);
      JsonNode reply = mine.until("reply").getLast();
      assertThat(reply.at("/parts/0/text").asText()).isEqualTo("Look");
      assertThat(reply.at("/parts/1/file/id").asText()).isEqualTo(id);
      say(mine, "Six", id, id, id, id, id, id);
      assertThat(mine.until("rejected").getLast().path("detail").asText()).contains("at most 5");
      say(mine, "None", "something else");
      assertThat(mine.until("rejected").getLast().path("reason").asText()).isEqualTo("invalid");
    }
  }

  @Test
  void whatAFileMustBeIsCheckedBeforeItIsKept() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webChat().block(ON));
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String resume = chat.expect("welcome").path("resume").asText();
      HttpResponse<String> large =
          upload(connector, resume, "image/png", "a.png", Png.of(1_048_577));
      assertThat(large.statusCode()).isEqualTo(413);
      assertThat(large.body()).contains("1048576");
      assertThat(upload(connector, resume, "image/png", "a.png", bytes("<html>")).statusCode())
          .isEqualTo(415);
      assertThat(upload(connector, resume, "text/html", "a.html", bytes("<html>")).statusCode())
          .isEqualTo(415);
      assertThat(upload(connector, resume, "text/plain", "a", new byte[] {'a', 0}).statusCode())
          .isEqualTo(415);
      // It shows only at the end.
      byte[] longText = bytes("ä".repeat(300_000));
      longText[longText.length - 1] = 'x';
      assertThat(upload(connector, resume, "text/plain", "a", longText).statusCode())
          .isEqualTo(415);
      assertThat(upload(connector, resume, "text/plain", "a", new byte[0]).statusCode())
          .isEqualTo(400);
      assertThat(count("attachment")).isZero();
      assertThat(count("attachment_part")).isZero();
      assertThat(connector.metrics().value("touchpoint_requests_total{outcome=malformed}"))
          .isEqualTo(6);

      for (int i = 0; i < 20; i++) {
        assertThat(upload(connector, resume, "text/plain", "a", bytes("ä")).statusCode())
            .isEqualTo(201);
      }
      assertThat(upload(connector, resume, "text/plain", "a", bytes("ä")).statusCode())
          .isEqualTo(429);
    }
  }

  @Test
  void onlyPagesThatMayOpenTheChatMaySendFiles() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webChat().block(ON))) {
      HttpRequest.Builder preflight =
          HttpRequest.newBuilder(connector.open("/attachments"))
              .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
      HttpResponse<String> allowed =
          RunningConnector.send(preflight.copy().header("Origin", Configuration.ORIGIN));
      assertThat(allowed.statusCode()).isEqualTo(204);
      assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
          .hasValue(Configuration.ORIGIN);
      assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .contains("Authorization", "Content-Disposition");
      HttpResponse<String> refused =
          RunningConnector.send(preflight.copy().header("Origin", "https://evil.example"));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(RunningConnector.get(connector.open("/attachments/")).statusCode()).isEqualTo(404);
      assertThat(RunningConnector.get(connector.open("/attachments")).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void aChatWithoutAttachmentsTakesNone() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webChat());
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      JsonNode welcome = chat.expect("welcome");
      assertThat(welcome.has("attachments")).isFalse();
      assertThat(
              upload(connector, welcome.path("resume").asText(), "text/plain", "a", bytes("a"))
                  .statusCode())
          .isEqualTo(404);
      say(chat, "Look", UUID.randomUUID().toString());
      assertThat(chat.until("rejected").getLast().path("detail").asText())
          .contains("takes no files");
    }
  }

  @Test
  void whatAPersonSentIsErasedWithThemAndNothingReadableIsLeft() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        Issuer issuer = new Issuer()) {
      uri = server.newDatabase();
      Configuration app =
          Configuration.inApp(issuer.signIn())
              .block(
                  "\"inApp\": {\"signIn\": %s, \"attachments\": {\"maxBytes\": 1048576, \"contentTypes\": [\"text/plain\"]}}"
                      .formatted(issuer.signIn()));
      try (RunningConnector connector = recognising(app);
          ChatClient chat = ChatClient.app(connector.socket())) {
        String jane = issuer.token("jane-4711");
        chat.hello(jane, null, -1);
        String resume = chat.expect("welcome").path("resume").asText();
        URI place = connector.open("/attachments");
        byte[] content = bytes("marmalade ".repeat(60_000));
        assertThat(signedIn(place, resume, null, content).statusCode())
            .as("the resume token of somebody who has signed in proves nothing by itself")
            .isEqualTo(401);
        assertThat(signedIn(place, resume, issuer.token("john"), bytes("of john")).statusCode())
            .as("john has a conversation of his own, on all of his devices")
            .isEqualTo(201);
        String id = json(signedIn(place, resume, jane, content)).path("id").asText();
        say(chat, "Here", id);
        chat.until("reply");
        HttpRequest.Builder fetch =
            HttpRequest.newBuilder(connector.open("/attachments/" + id))
                .header("Authorization", "Bearer " + resume);
        assertThat(
                RunningConnector.send(
                        fetch.copy().header("Touchpoint-Sign-In", issuer.token("john")))
                    .statusCode())
            .isEqualTo(404);
        assertThat(RunningConnector.send(fetch.copy().header("Touchpoint-Sign-In", jane)).body())
            .hasSize(600_000);

        assertThat(count(server, "attachment")).isEqualTo(2);
        HttpResponse<String> erased =
            RunningConnector.send(
                HttpRequest.newBuilder(connector.records("/v1/customers/erase"))
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"key\": \"AccountId\", \"value\": \"jane-4711\", \"actor\": \"test\"}")));
        assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
        assertThat(count(server, "attachment")).as("john's").isEqualTo(1);
        assertThat(count(server, "attachment_part")).isEqualTo(1);
        server.sql(PostgresServer.databaseOf(uri), "CHECKPOINT");
        assertThat(found(server.data(), "marmalade marmalade", "private-name"))
            .as("in any file of the database")
            .isEmpty();
      }
    }
  }

  @Test
  void whoeverAnswersSeesTheFilesOfAPersonsOtherConversations() throws Exception {
    try (Issuer issuer = new Issuer();
        var responder = new ScriptedResponder(ScriptedResponder.saying("Yes"))) {
      Configuration web =
          http(responder)
              .block(
                  ON.replace(
                      "\"attachments\"", "\"signIn\": " + issuer.signIn() + ", \"attachments\""));
      try (RunningConnector connector = recognising(web)) {
        String id;
        try (ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
          chat.hello(issuer.token("jane"), null, -1);
          String resume = chat.expect("welcome").path("resume").asText();
          id =
              json(signedIn(
                      connector.open("/attachments"), resume, issuer.token("jane"), bytes("One")))
                  .path("id")
                  .asText();
          say(chat, "Here", id);
          chat.until("reply");
        }
        try (ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN);
            ChatClient other = ChatClient.greeted(connector.socket())) {
          chat.hello(issuer.token("jane"), null, -1);
          chat.expect("welcome");
          chat.say("And now?");
          chat.until("reply");
          JsonNode file = responder.asked().getLast().event().at("/data/history/0/parts/1/file");
          assertThat(file.path("id").asText()).isEqualTo(id);
          assertThat(fetch(connector.internal(file.path("url").asText()), TOKEN).body())
              .isEqualTo(bytes("One"));

          other.say("I am somebody else");
          other.until("reply");
          String conversation =
              responder.asked().getLast().event().at("/data/conversation").asText();
          assertThat(
                  fetch(
                          connector.internal(
                              "/v1/conversations/%s/attachments/%s".formatted(conversation, id)),
                          TOKEN)
                      .statusCode())
              .isEqualTo(404);
        }
      }
    }
  }

  @Test
  void aTokenThatHasRunOutProvesNothing() throws Exception {
    MovableTime time = new MovableTime();
    try (RunningConnector connector =
            RunningConnector.in(files.resolve("a"), time.ticks())
                .configured(Configuration.webChat().block(ON).kept("shop").json())
                .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
                .with("history/uri", uri)
                .startedAndReady();
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String resume = chat.expect("welcome").path("resume").asText();
      assertThat(upload(connector, resume, "text/plain", "a", bytes("a")).statusCode())
          .isEqualTo(201);
      time.advance(Duration.ofHours(25));
      assertThat(upload(connector, resume, "text/plain", "a", bytes("a")).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void whoSendsSlowlyHoldsOneOfAFewPlacesAndGivesItBackWhenGone() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webChat().block(ON));
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String resume = chat.expect("welcome").path("resume").asText();
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Socket socket = new Socket("127.0.0.1", connector.open("/").getPort());
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                bytes(
                    "POST /attachments HTTP/1.1\r\nHost: chat\r\nOrigin: %s\r\nAuthorization: Bearer %s\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nHello"
                        .formatted(Configuration.ORIGIN, resume)));
      }
      await()
          .untilAsserted(
              () -> {
                HttpResponse<String> refused =
                    upload(connector, resume, "text/plain", "a", bytes("a"));
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
              });
      for (Socket socket : slow) {
        socket.close();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(upload(connector, resume, "text/plain", "a", bytes("a")).statusCode())
                      .isEqualTo(201));
    }
  }

  private RunningConnector recognising(Configuration configuration) throws Exception {
    return RunningConnector.in(files.resolve("recognising"))
        .configured(configuration.kept("shop", "AccountId").json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("responder/token", TOKEN)
        .with("history/uri", uri)
        .with("history/identityKey", RunningConnector.SESSION_KEY)
        .startedAndReady();
  }

  private static HttpResponse<String> signedIn(
      URI place, String resume, @Nullable String token, byte[] content) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(place)
            .header("Origin", Configuration.ORIGIN)
            .header("Authorization", "Bearer " + resume)
            .header("Content-Type", "text/plain")
            .header("Content-Disposition", "attachment; filename=private-name.txt")
            .POST(HttpRequest.BodyPublishers.ofByteArray(content));
    if (token != null) {
      request.header("Touchpoint-Sign-In", token);
    }
    return RunningConnector.send(request);
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

  private RunningConnector replica(String name, Configuration configuration) throws Exception {
    return RunningConnector.in(files.resolve(name))
        .configured(configuration.kept("shop").json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("responder/token", TOKEN)
        .with("history/uri", uri)
        .startedAndReady();
  }

  private static Configuration http(ScriptedResponder responder) {
    return Configuration.webChat().block(ON).http(responder.url(), 5_000, true);
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

  private static HttpResponse<String> upload(
      RunningConnector connector, String resume, String type, String name, byte[] content)
      throws Exception {
    return post(connector.open("/attachments"), resume, type, name, content);
  }

  private static HttpResponse<String> post(
      URI place, String token, String type, String name, byte[] content) throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(place)
            .header("Origin", Configuration.ORIGIN)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .header(
                "Content-Disposition",
                "attachment; filename*=UTF-8''"
                    + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  private static HttpResponse<byte[]> fetch(URI place, String token) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(place)
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<String> late(
      RunningConnector connector, JsonNode welcome, String id, String part) throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(
                connector.internal(
                    "/v1/conversations/%s/messages"
                        .formatted(welcome.path("conversation").asText())))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/cloudevents+json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"specversion":"1.0","id":"%s","source":"/desk","type":"cx.touchpoint.message.reply",
                     "data":{"author":"Human","parts":[%s]}}"""
                        .formatted(id, part))));
  }

  private static void say(ChatClient chat, String text, String... ids) {
    chat.send(
        JSON.createObjectNode()
            .put("type", "message")
            .put("id", UUID.randomUUID().toString())
            .put("text", text)
            .set("attachments", JSON.valueToTree(List.of(ids)))
            .toString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return JSON.readTree(response.body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }
}
