package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.Issuer;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person types and reads, a customer reads, and each sees it of the other. */
class ReadMarksTest {

  private static final String TYPING = "cx.touchpoint.conversation.typing";
  private static final String READ = "cx.touchpoint.message.read";

  /** What must not change by what is only shown. */
  private static final String LEFT_ALONE =
      """
      SELECT c.active_at, c.last_seq, c.turn_seq, c.unanswered, c.due_at, c.epoch, c.first_answered_at,
             c.handed_over_at, c.resolved_at, c.reopened_at,
             (SELECT array_agg(p.* ORDER BY p.phase) FROM promised p WHERE p.conversation = c.no)
      FROM conversation c""";

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void whatIsShownOnOneReplicaIsSeenOnTheOther() throws Exception {
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector one = replica("a", kept(desk));
        RunningConnector other = replica("b", kept(desk));
        ChatClient chat = ChatClient.connect(one.socket(), Configuration.ORIGIN);
        ChatClient second = ChatClient.connect(other.socket(), Configuration.ORIGIN)) {
      chat.hello();
      JsonNode welcome = chat.expect("welcome");
      String conversation = welcome.path("conversation").asText();
      second.hello(welcome.path("resume").asText());
      second.expect("welcome");
      String first = chat.say("Anybody there?");
      chat.until("accepted");
      String last = chat.say("Hello?");
      chat.until("accepted");

      assertShown(show(one, conversation, READ, upTo(first)));
      for (ChatClient each : List.of(chat, second)) {
        assertThat(each.until("read").getLast().path("id").asText()).isEqualTo(first);
      }
      assertShown(show(other, conversation, READ, upTo(last)));
      for (ChatClient each : List.of(chat, second)) {
        assertThat(each.until("read").getLast().path("id").asText()).isEqualTo(last);
      }
      // By now each replica hears the other; a word of typing is not said again to who did not.
      for (RunningConnector replica : List.of(one, other)) {
        assertShown(show(replica, conversation, TYPING, "{}"));
        assertThat(typing(chat).path("on").asBoolean()).isTrue();
        assertThat(typing(second).path("on").asBoolean()).isTrue();
        assertShown(show(replica, conversation, TYPING, "{\"on\":false,\"author\":\"Human\"}"));
        assertThat(typing(chat).path("on").asBoolean(true)).isFalse();
        assertThat(typing(second).path("on").asBoolean(true)).isFalse();
      }
    }
  }

  @Test
  void whoComesBackSeesHowFarPeopleHaveReadAndAMarkDoesNotGoBack() throws Exception {
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector one = replica("a", kept(desk));
        RunningConnector other = replica("b", kept(desk))) {
      String conversation;
      String resume;
      String last;
      try (ChatClient chat = ChatClient.connect(one.socket(), Configuration.ORIGIN)) {
        chat.hello();
        conversation = chat.expect("welcome").path("conversation").asText();
        String first = chat.say("One");
        chat.until("accepted");
        last = chat.say("Two");
        resume = chat.until("accepted").getLast().path("resume").asText();
        assertShown(show(one, conversation, READ, upTo(last)));
        assertThat(chat.until("read").getLast().path("id").asText()).isEqualTo(last);
        assertShown(show(one, conversation, READ, upTo(first)));
        assertShown(show(other, conversation, READ, upTo(last)));
        assertShown(show(one, conversation, TYPING, "{}"));
        JsonNode next = chat.next();
        while (next.has("inReplyTo")) {
          next = chat.next();
        }
        assertThat(next.path("type").asText()).as("nothing is read anew").isEqualTo("typing");
      }
      try (ChatClient chat = ChatClient.connect(other.socket(), Configuration.ORIGIN)) {
        chat.hello(resume);
        chat.expect("welcome");
        assertThat(chat.expect("read").path("id").asText()).isEqualTo(last);
      }
      try (ChatClient chat = ChatClient.greeted(other.socket())) {
        chat.send("{\"type\":\"present\"}");
        chat.expect("renewed"); // nobody else's mark came before it
      }
    }
  }

  @Test
  void whoAnswersHearsWhatTheCustomerHasRead() throws Exception {
    try (var responder = new ScriptedResponder(ScriptedResponder.saying("Which order?"));
        RunningConnector connector = replica("a", kept(responder));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      chat.say("Where is my order?");
      long seq = chat.until("reply").getLast().path("seq").asLong();
      chat.say("Number 7");
      chat.until("reply");
      assertThat(answersRead(responder, "Number 7")).containsExactly(false);

      read(chat, seq);
      awaitRead(seq);
      chat.say("Hello?");
      chat.until("reply");
      assertThat(answersRead(responder, "Hello?")).containsExactly(true, false);
      assertThat(responder.askedAbout("Hello?").at("/data/history/0").has("read"))
          .as("what the customer said themselves")
          .isFalse();

      // Nobody has read what was not said, or less than before.
      read(chat, 9_007_199_254_740_991L);
      awaitRead(6);
      read(chat, 1);
      chat.say("Still there?");
      chat.until("reply");
      assertThat(answersRead(responder, "Still there?")).containsExactly(true, true, true);
      awaitRead(6);
    }
  }

  @Test
  void ofWhomIsKnownWhoTheyAreItIsToldAcrossConversations() throws Exception {
    try (var issuer = new Issuer();
        var responder = new ScriptedResponder(ScriptedResponder.saying("Hello Jane"))) {
      Configuration configuration =
          Configuration.inApp(issuer.signIn())
              .http(responder.url(), 5_000, true)
              .kept("shop", "AccountId");
      try (RunningConnector connector = replica("a", configuration);
          ChatClient chat = ChatClient.app(connector.socket())) {
        chat.hello(issuer.token("jane"), null, -1);
        chat.expect("welcome");
        chat.say("Hello");
        read(chat, chat.until("reply").getLast().path("seq").asLong());
        awaitRead(2);
        chat.say("Hello?");
        chat.until("reply");
        assertThat(responder.askedAbout("Hello?").at("/data/history/1/channel").asText())
            .isEqualTo("hello");
        assertThat(answersRead(responder, "Hello?")).containsExactly(true);
      }
    }
  }

  @Test
  void whatIsOnlyShownChangesNoPromiseMatterOrIdleTime() throws Exception {
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector =
            replica(
                "a",
                kept(desk)
                    .promise("fast", "FirstResponse", 60_000, 0)
                    .promise("settled", "Resolution", 60_000, 0));
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String conversation = chat.expect("welcome").path("conversation").asText();
      String id = chat.say("Anybody there?");
      chat.until("accepted");
      await().until(() -> asked(LEFT_ALONE), it -> it.contains("|1|1|0|null|"));
      String before = asked(LEFT_ALONE);
      assertThat(before).contains("FirstResponse", "Resolution");

      assertShown(show(connector, conversation, TYPING, "{\"on\":true}"));
      assertShown(show(connector, conversation, READ, upTo(id)));
      read(chat, 1);
      awaitRead(1);
      assertThat(asked(LEFT_ALONE)).isEqualTo(before);
      assertThat(
              connector
                  .metrics()
                  .value("touchpoint_promise_total{phase=FirstResponse,result=kept,target=fast}"))
          .isZero();
    }
  }

  @Test
  void whatNamesNothingIsRefusedWithASentence() throws Exception {
    try (var responder = new ScriptedResponder(ScriptedResponder.saying("Hi"));
        RunningConnector connector = replica("a", kept(responder));
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String conversation = chat.expect("welcome").path("conversation").asText();
      String id = chat.say("Hello");
      chat.until("reply");
      for (String type : List.of(TYPING, READ)) {
        HttpResponse<String> nobody = show(connector, "nobody", type, upTo(id));
        assertThat(nobody.statusCode()).as(type).isEqualTo(404);
        assertThat(nobody.body()).contains("no such conversation");
      }
      for (String none : List.of("something else", id + ".1", "reply\\n/desk\\ne1")) {
        HttpResponse<String> unknown = show(connector, conversation, READ, upTo(none));
        assertThat(unknown.statusCode()).as(none).isEqualTo(404);
        assertThat(unknown.body()).contains("data.upTo names no message");
      }
      HttpResponse<String> neither = show(connector, conversation, TYPING, "{\"on\":\"perhaps\"}");
      assertThat(neither.statusCode()).isEqualTo(400);
      assertThat(neither.body()).contains("data.on");
      HttpResponse<String> unproven =
          RunningConnector.send(
              event(TYPING, "{}")
                  .uri(connector.internal("/v1/conversations/" + conversation + "/messages")));
      assertThat(unproven.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void withoutAHistoryNothingIsShownAndWhatTheCustomerReadsIsNobodysBusiness() throws Exception {
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector =
            replica("a", Configuration.webChat().http(desk.url(), 5_000, true));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      for (String type : List.of(TYPING, READ)) {
        HttpResponse<String> refused = show(connector, "c1", type, upTo("m1"));
        assertThat(refused.statusCode()).as(type).isEqualTo(409);
        assertThat(refused.body()).contains("conversationHistoryRef");
      }
      read(chat, 7);
      chat.send("{\"type\":\"present\"}");
      chat.expect("renewed");
    }
  }

  @Test
  void aFrameThatNamesNoPlaceIsBroken() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webChat())) {
      for (String seq : List.of("0", "-1", "1.5", "\"7\"", "9007199254740992", "1e400", "null")) {
        try (ChatClient chat = ChatClient.greeted(connector.socket())) {
          chat.send("{\"type\":\"read\",\"seq\":%s}".formatted(seq));
          assertThat(chat.closure()).as(seq).startsWith("1008 seq");
        }
      }
      try (ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
        read(chat, 7);
        assertThat(chat.closure()).isEqualTo("1008 hello comes first");
      }
    }
  }

  private RunningConnector replica(String name, Configuration configuration) throws Exception {
    return RunningConnector.in(files.resolve(name))
        .configured(configuration.json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("responder/token", RunningConnector.TOKEN)
        .with("history/uri", uri)
        .with("history/identityKey", RunningConnector.SESSION_KEY)
        .startedAndReady();
  }

  private static Configuration kept(ScriptedResponder responder) {
    return Configuration.webChat().http(responder.url(), 5_000, true).kept("shop");
  }

  private static void read(ChatClient chat, long seq) {
    chat.send("{\"type\":\"read\",\"seq\":%d}".formatted(seq));
  }

  private void awaitRead(long seq) {
    await("the customer to have read " + seq)
        .until(
            () -> asked("SELECT customer_read_seq FROM conversation"),
            it -> it.equals(String.valueOf(seq)));
  }

  /** The one row that a question has. */
  private String asked(String question) throws Exception {
    try (Connection connection = PostgresServer.shared().connect(PostgresServer.databaseOf(uri));
        Statement statement = connection.createStatement()) {
      connection.setSchema("touchpoint_shop");
      try (ResultSet row = statement.executeQuery(question)) {
        assertThat(row.next()).isTrue();
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          all.append(i > 1 ? "|" : "").append(row.getString(i));
        }
        return all.toString();
      }
    }
  }

  /** Of the answers in the history of a question, whether each was read. */
  private static List<Boolean> answersRead(ScriptedResponder responder, String text) {
    return StreamSupport.stream(responder.askedAbout(text).at("/data/history").spliterator(), false)
        .filter(it -> !it.path("author").asText().equals("Customer"))
        .map(it -> it.path("read").asBoolean())
        .toList();
  }

  /** The next frame that says whether a person types. */
  private static JsonNode typing(ChatClient chat) throws Exception {
    JsonNode frame = chat.until("typing").getLast();
    return frame.has("inReplyTo") ? typing(chat) : frame;
  }

  private static void assertShown(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
  }

  private static String upTo(String id) {
    return "{\"upTo\":\"%s\"}".formatted(id);
  }

  private static HttpResponse<String> show(
      RunningConnector connector, String conversation, String type, String data) throws Exception {
    return RunningConnector.send(
        event(type, data)
            .uri(connector.internal("/v1/conversations/" + conversation + "/messages"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN));
  }

  private static HttpRequest.Builder event(String type, String data) {
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/cloudevents+json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"specversion\":\"1.0\",\"id\":\"s1\",\"source\":\"/desk\",\"type\":\"%s\",\"data\":%s}"
                    .formatted(type, data)));
  }
}
