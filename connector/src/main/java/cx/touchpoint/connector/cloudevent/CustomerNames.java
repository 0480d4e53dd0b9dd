package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.connector.conversation.Proof;
import cx.touchpoint.connector.conversation.Proofs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object in events that says who a customer is: accountId, email, phone. */
final class CustomerNames {

  private CustomerNames() {}

  /** In which field a name of this kind stands. */
  static String field(IdentityKey key) {
    String name = key.name();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  static Map<String, String> written(List<Proof> proofs) {
    Map<String, String> names = new LinkedHashMap<>();
    proofs.forEach(it -> names.put(field(it.key()), it.value()));
    return names;
  }

  /**
   * The names in an object that may be missing.
   *
   * @throws MalformedEvent when a name is none; one that nobody asks for is passed by
   */
  static List<Proof> read(String at, JsonNode customer) throws MalformedEvent {
    List<Proof> proofs = new ArrayList<>();
    if (customer.isMissingNode() || customer.isNull()) {
      return proofs;
    }
    if (!customer.isObject()) {
      throw new MalformedEvent(at, "is no object. Send {\"accountId\": ...}, or leave it out.");
    }
    for (IdentityKey key : IdentityKey.values()) {
      JsonNode name = customer.path(field(key));
      if (!name.isMissingNode() && !name.isNull()) {
        proofs.add(
            (name.isTextual() ? Proofs.of(key, name.textValue()) : Optional.<Proof>empty())
                .orElseThrow(
                    () ->
                        new MalformedEvent(
                            at + "." + field(key),
                            "is none. Send %s, or leave it out.".formatted(Proofs.form(key)))));
      }
    }
    return proofs;
  }
}
