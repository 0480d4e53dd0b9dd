package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The messages that a Channel's connectors gave up. */
final class GivenUp {

  private GivenUp() {}

  /** All of them, the oldest conversation first. */
  static List<JsonNode> all(ConnectorLine line) throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    JsonNode some;
    do {
      var question = line.question();
      if (!all.isEmpty()) {
        question.put("no", all.getLast().path("no").asText());
      }
      some =
          line.ask("dead-letters/list", question)
              .orElseThrow(
                  () ->
                      new UserError(
                          "the connector knows no dead letters: it is older than this command"))
              .path("deadLetters");
      some.forEach(all::add);
    } while (!some.isEmpty());
    return all;
  }
}
