package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/** What is kept of one customer, asked of a connector. */
final class CustomerRecords implements AutoCloseable {

  private final ConnectorLine line;
  private final ObjectNode who;

  CustomerRecords(ConnectorLine line, String key, String value) {
    this.line = line;
    who = line.question().put("key", key).put("value", value);
  }

  /** What they proved and their conversations; empty when nobody goes by the name. */
  Optional<JsonNode> show() throws InterruptedException {
    return line.ask("customers/show", who);
  }

  /** The same with everything that was said. */
  Optional<JsonNode> export() throws InterruptedException {
    Optional<JsonNode> person = show();
    if (person.isPresent()) {
      for (JsonNode conversation : person.get().path("conversations")) {
        ((ObjectNode) conversation).set("messages", said(conversation.path("no").asLong()));
        ((ObjectNode) conversation).remove("no");
      }
    }
    return person;
  }

  /** Takes the name from whoever goes by it. */
  Optional<JsonNode> unlink() throws InterruptedException {
    return line.ask("customers/unlink", who);
  }

  /** Erases them, and says how much. */
  Optional<JsonNode> erase() throws InterruptedException {
    return line.ask("customers/erase", who);
  }

  private ArrayNode said(long conversation) throws InterruptedException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    JsonNode some;
    do {
      long last = all.isEmpty() ? 0 : all.get(all.size() - 1).path("seq").asLong();
      some =
          line.ask(
                  "customers/messages",
                  who.deepCopy().put("conversation", conversation).put("after", last))
              .map(it -> it.path("messages"))
              .orElseGet(JsonNodeFactory.instance::arrayNode);
      some.forEach(all::add);
    } while (!some.isEmpty());
    return all;
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
