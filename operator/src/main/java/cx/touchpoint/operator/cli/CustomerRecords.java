package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

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

  /** The same with everything that was said; of files what they are, not what is in them. */
  Optional<JsonNode> export(ProgressLines progress) throws InterruptedException {
    Optional<JsonNode> person = show();
    if (person.isPresent()) {
      int read = 0;
      for (JsonNode conversation : person.get().path("conversations")) {
        ArrayNode messages = said(conversation.path("no").asLong(), read, progress);
        read += messages.size();
        ((ObjectNode) conversation).set("messages", messages);
        ((ObjectNode) conversation).remove("no");
      }
    }
    return person;
  }

  /**
   * Fetches one of their files.
   *
   * @param waiting told every second for as long as it takes
   * @return false when there is no such file of theirs
   * @throws IOException when not all of it came
   */
  boolean file(UUID id, Path into, Runnable waiting) throws IOException, InterruptedException {
    return line.fetch("customers/file", who.deepCopy().put("file", id.toString()), into, waiting);
  }

  /** Takes the name from whoever goes by it. */
  Optional<JsonNode> unlink() throws InterruptedException {
    return line.ask("customers/unlink", who);
  }

  /** Erases them, and says how much. */
  Optional<JsonNode> erase() throws InterruptedException {
    return line.ask("customers/erase", who);
  }

  private ArrayNode said(long conversation, int read, ProgressLines progress)
      throws InterruptedException {
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
      progress.read(read + all.size());
    } while (!some.isEmpty());
    return all;
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
