package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one customer said and was answered, in order. Used on one thread, read when all is said. */
final class Ledger {

  private final String name;
  private final List<String> said = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final Map<String, String> answeredBy = new HashMap<>();
  private final List<String> doubled = new ArrayList<>();
  private final Set<String> conversations = new HashSet<>();
  private final List<String> refusals = new ArrayList<>();
  private int connections;

  /** The ledger of a customer of this name. */
  Ledger(String name) {
    this.name = name;
  }

  /** Notes the next thing that is said. */
  Said say() {
    Said next = new Said(UUID.randomUUID().toString(), name + " says " + said.size());
    said.add(next.text());
    return next;
  }

  void welcomed(String conversation) {
    connections++;
    conversations.add(conversation);
  }

  /** Notes an answer, unless it is the very one that was there before. */
  void answered(JsonNode reply) {
    String id = reply.path("id").asText();
    String inReplyTo = reply.path("inReplyTo").asText();
    String former = answeredBy.putIfAbsent(inReplyTo, id);
    String text = reply.path("parts").path(0).path("text").asText();
    if (former == null) {
      answers.add(text);
    } else if (!former.equals(id)) {
      doubled.add(text);
    }
  }

  /** Notes that a connection was not made, or something said was refused for good. */
  void refused(String why) {
    refusals.add(why);
  }

  int answers() {
    return answers.size();
  }

  int connections() {
    return connections;
  }

  List<String> refusals() {
    return refusals;
  }

  /** Everything said was answered by its own echo, once, in order, in one conversation. */
  void assertWhole() {
    assertThat(doubled).as("what %s was answered twice", name).isEmpty();
    assertThat(answers).as("the answers %s had", name).isEqualTo(said);
    assertThat(conversations).as("the conversations of %s", name).hasSize(1);
  }
}
