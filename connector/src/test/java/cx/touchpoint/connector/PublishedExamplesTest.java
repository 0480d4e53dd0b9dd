package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows is what the schemas say. */
class PublishedExamplesTest {

  private static final Path DOCS = Path.of("../docs");
  private static final String EVENTS = "events.schema.json";
  private static final String FRAMES = "webchat.schema.json";
  private static final Set<String> SCHEMAS = Set.of(EVENTS, FRAMES);

  /** A JSON object; braces of other languages do not begin with a name in quotes. */
  private static final Pattern OBJECT = Pattern.compile("\\{\\s*\"[A-Za-z]+\"\\s*:");

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyDefinitionsExamplesAreAsItSays() {
    for (String schema : SCHEMAS) {
      for (Map.Entry<String, JsonNode> definition :
          Contract.document(schema).path("$defs").properties()) {
        for (JsonNode example : definition.getValue().path("examples")) {
          Contract.STRICT.hold(schema + "#/$defs/" + definition.getKey(), example);
        }
      }
    }
  }

  @Test
  void whatIsSaidOnTheWireHasAnExample() {
    List<String> without = new ArrayList<>();
    for (String schema : SCHEMAS) {
      for (Map.Entry<String, JsonNode> definition :
          Contract.document(schema).path("$defs").properties()) {
        boolean said = definition.getValue().at("/properties/type/const").isTextual();
        if (said && definition.getValue().path("examples").isEmpty()) {
          without.add(schema + ": " + definition.getKey());
        }
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void everyExampleOfTheGuidesIsAsTheSchemasSay() throws IOException {
    Set<String> seen = new TreeSet<>();
    try (Stream<Path> guides = Files.list(DOCS)) {
      for (Path guide : guides.filter(it -> it.toString().endsWith(".md")).toList()) {
        for (JsonNode example : objectsIn(Files.readString(guide))) {
          String schema = schemaOf(example);
          if (!schema.isEmpty()) {
            Contract.STRICT.hold(schema, example);
            seen.add(schema);
          }
        }
      }
    }
    List<String> frames = new ArrayList<>();
    Contract.document(FRAMES)
        .path("$defs")
        .properties()
        .forEach(
            definition -> {
              if (definition.getValue().at("/properties/type/const").isTextual()) {
                frames.add(FRAMES + "#/$defs/" + definition.getKey());
              }
            });
    assertThat(seen)
        .as("what connector.md shows")
        .containsAll(frames)
        .contains(
            EVENTS + "#/$defs/received", EVENTS + "#/$defs/answer", EVENTS + "#/$defs/handoff");
  }

  @Test
  void everyReferenceInTheOpenApiDocumentLeadsSomewhere() {
    JsonNode openApi = Contract.document("openapi.yaml");
    List<String> references =
        openApi.findValues("$ref").stream().map(JsonNode::asText).distinct().toList();
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      int mark = reference.indexOf('#');
      JsonNode document = mark == 0 ? openApi : Contract.document(reference.substring(0, mark));
      assertThat(document.at(reference.substring(mark + 1)).isMissingNode())
          .as(reference)
          .isFalse();
    }
    assertThat(openApi.path("openapi").asText()).startsWith("3.1");
    openApi
        .findParents("operationId")
        .forEach(operation -> assertThat(operation.path("responses").isEmpty()).isFalse());
  }

  private static List<JsonNode> objectsIn(String text) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    Matcher start = OBJECT.matcher(text);
    for (int from = 0; start.find(from); ) {
      try (JsonParser parser = JSON.createParser(text.substring(start.start()))) {
        objects.add(JSON.readTree(parser));
        from = start.start() + (int) parser.currentLocation().getCharOffset();
      }
    }
    return objects;
  }

  /** Empty for what is no message: settings, states. */
  private static String schemaOf(JsonNode example) {
    String type = example.path("type").asText();
    if (example.has("specversion")) {
      return EVENTS
          + "#/$defs/"
          + switch (type) {
            case "cx.touchpoint.message.sent" -> "sent";
            case "cx.touchpoint.message.received" -> "received";
            case "cx.touchpoint.conversation.handoff" -> "handoff";
            case "cx.touchpoint.conversation.resolved" -> "resolved";
            case "cx.touchpoint.conversation.reopened" -> "reopened";
            case "cx.touchpoint.conversation.typing" -> "typing";
            case "cx.touchpoint.message.read" -> "read";
            default -> "answer";
          };
    }
    if (example.has("type")) {
      // Either side says of the other's words that they were read.
      return FRAMES + "#/$defs/" + (example.has("seq") && type.equals("read") ? "readReply" : type);
    }
    if (example.has("parts")) {
      return EVENTS
          + "#/$defs/"
          + (example.has("time")
              ? "earlier"
              : example.has("inReplyTo") ? "replyData" : "answerData");
    }
    return example.has("text") ? EVENTS + "#/$defs/sentData" : "";
  }
}
