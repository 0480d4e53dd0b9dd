package cx.touchpoint.connector.management;

import cx.touchpoint.connector.cloudevent.PartJson;
import cx.touchpoint.connector.store.CustomerRecords.Conversation;
import cx.touchpoint.connector.store.CustomerRecords.Person;
import cx.touchpoint.connector.store.DeadLetters.DeadLetter;
import cx.touchpoint.connector.store.Said;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person's records as JSON. */
final class RecordsJson {

  private RecordsJson() {}

  static Map<String, Object> of(Person person) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("proved", person.proved());
    json.put("conversations", person.conversations().stream().map(RecordsJson::of).toList());
    return json;
  }

  static Map<String, Object> of(List<Said> messages) {
    return Map.of("messages", messages.stream().map(RecordsJson::of).toList());
  }

  static Map<String, Object> ofDeadLetters(List<DeadLetter> letters) {
    return Map.of("deadLetters", letters.stream().map(RecordsJson::of).toList());
  }

  private static Map<String, Object> of(DeadLetter letter) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("no", letter.no());
    json.put("conversation", letter.conversation());
    json.put("id", letter.id());
    json.put("reason", letter.reason());
    json.put("time", letter.at().toString());
    return json;
  }

  private static Map<String, Object> of(Conversation conversation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("no", conversation.no());
    json.put("channel", conversation.channel());
    json.put("conversation", conversation.name());
    json.put("began", conversation.beganAt().toString());
    json.put("active", conversation.activeAt().toString());
    json.put("messages", conversation.messages());
    return json;
  }

  private static Map<String, Object> of(Said said) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seq", said.seq());
    json.put("time", said.at().toString());
    json.put("author", said.author().name());
    json.put("parts", PartJson.written(said.parts(), _ -> Optional.empty()));
    return json;
  }
}
