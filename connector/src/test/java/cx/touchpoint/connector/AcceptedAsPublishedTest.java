package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
import cx.touchpoint.connector.cloudevent.SignEvents;
import cx.touchpoint.connector.cloudevent.TouchpointEvents;
import io.cloudevents.CloudEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connector takes what the schemas allow and refuses what they do not: each example is spoiled in
 * each place, and both are asked about it.
 */
class AcceptedAsPublishedTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String EVENTS = "events.schema.json#/$defs/";
  private static final String FRAMES = "webchat.schema.json#/$defs/";

  @TempDir Path directory;

  private interface Taker {
    boolean takes(JsonNode document) throws Exception;
  }

  @Test
  void answersOfResponders() throws Exception {
    for (String said : List.of("answer", "handoff", "resolved", "reopened")) {
      agree(EVENTS + said, Set.of(), AcceptedAsPublishedTest::takesAnswer);
    }
  }

  @Test
  void whatIsOnlyShown() throws Exception {
    for (String shown : List.of("typing", "read")) {
      agree(EVENTS + shown, Set.of(), AcceptedAsPublishedTest::takesSign);
    }
  }

  @Test
  void eventsOfSenders() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      agree(
          EVENTS + "sent",
          Set.of(),
          event -> {
            int status =
                RunningConnector.send(
                        HttpRequest.newBuilder(connector.open("/hooks/webhook"))
                            .header("Authorization", "Bearer " + RunningConnector.TOKEN)
                            .header("Content-Type", "application/cloudevents+json")
                            .POST(HttpRequest.BodyPublishers.ofString(event.toString())))
                    .statusCode();
            assertThat(status).isIn(200, 400);
            return status == 200;
          });
    }
  }

  @Test
  void framesOfBrowsers() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory)) {
      agree(
          FRAMES + "message",
          Set.of(),
          frame -> {
            try (ChatClient client = ChatClient.greeted(connector.socket())) {
              client.send(frame.toString());
              return client.answers("accepted", "rejected");
            }
          });
      agree(
          FRAMES + "readReply",
          Set.of(),
          frame -> {
            try (ChatClient client = ChatClient.greeted(connector.socket())) {
              client.send(frame.toString());
              client.send("{\"type\":\"present\"}");
              return client.answers("renewed");
            } catch (CompletionException e) {
              return false; // it was closed before the second frame
            }
          });
      agree(
          FRAMES + "hello",
          // A browser that cannot say where it stopped is still a customer.
          Set.of("/resume", "/after"),
          frame -> {
            try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
              client.send(frame.toString());
              return client.answers("welcome");
            }
          });
    }
  }

  /**
   * @param forgiven places at which a connector takes more than is allowed
   */
  private static void agree(String schema, Set<String> forgiven, Taker taker) throws Exception {
    String[] place = schema.split("#", 2);
    JsonNode examples = Contract.document(place[0]).at(place[1]).path("examples");
    assertThat(examples.isEmpty()).isFalse();
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (JsonNode example : examples) {
      assertThat(taker.takes(example)).as("taken: " + example).isTrue();
      for (Spoiled spoiled : spoiled(example)) {
        boolean allowed = Contract.PUBLIC.wrong(schema, spoiled.document()).isEmpty();
        boolean taken = taker.takes(spoiled.document());
        refused += allowed ? 0 : 1;
        if (allowed != taken && !(taken && forgiven.contains(spoiled.at()))) {
          disagreements.add(
              "%s, %s: %s"
                  .formatted(
                      allowed ? "allowed" : "not allowed", taken ? "taken" : "refused", spoiled));
        }
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(refused).as("documents that are not allowed").isPositive();
  }

  private static boolean takesAnswer(JsonNode event) {
    try {
      CloudEvent read = read(event);
      TouchpointEvents.inReplyTo(read);
      TouchpointEvents.reactionOf(read);
      return true;
    } catch (MalformedEvent e) {
      return false;
    }
  }

  private static boolean takesSign(JsonNode event) {
    try {
      return SignEvents.signOf(read(event)).isPresent();
    } catch (MalformedEvent e) {
      return false;
    }
  }

  private static CloudEvent read(JsonNode event) throws MalformedEvent {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().set("Content-Type", "application/cloudevents+json");
    return HttpEvents.read(headers, Buffer.buffer(event.toString())).events().getFirst();
  }

  private record Spoiled(String at, JsonNode document) {}

  private static List<Spoiled> spoiled(JsonNode example) {
    List<Spoiled> all = new ArrayList<>();
    for (String at : places(example, "")) {
      int slash = at.lastIndexOf('/');
      String parent = at.substring(0, slash);
      String name = at.substring(slash + 1);
      ObjectNode without = example.deepCopy();
      switch (without.at(parent)) {
        case ObjectNode object -> object.remove(name);
        case ArrayNode array -> array.remove(Integer.parseInt(name));
        default -> throw new IllegalStateException(at);
      }
      all.add(new Spoiled(at, without));
      substitutes()
          .forEach(
              substitute -> {
                ObjectNode with = example.deepCopy();
                switch (with.at(parent)) {
                  case ObjectNode object -> object.set(name, substitute);
                  case ArrayNode array -> array.set(Integer.parseInt(name), substitute);
                  default -> throw new IllegalStateException(at);
                }
                all.add(new Spoiled(at, with));
              });
    }
    return all;
  }

  private static Stream<JsonNode> substitutes() {
    return Stream.of(
        NODES.numberNode(7),
        NODES.booleanNode(true),
        NODES.nullNode(),
        NODES.arrayNode(),
        NODES.objectNode(),
        TextNode.valueOf(""),
        TextNode.valueOf("  "),
        TextNode.valueOf("something else"));
  }

  private static List<String> places(JsonNode node, String at) {
    List<String> places = new ArrayList<>();
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                places.add(at + "/" + field.getKey());
                places.addAll(places(field.getValue(), at + "/" + field.getKey()));
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        places.add(at + "/" + i);
        places.addAll(places(node.get(i), at + "/" + i));
      }
    }
    return places;
  }
}
