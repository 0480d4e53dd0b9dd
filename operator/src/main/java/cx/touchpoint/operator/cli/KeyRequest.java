package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.validation.Checked;
import java.util.Optional;

/**
 * One Secret to be made.
 *
 * @param channel the Channel it is for
 * @param namespace the Channel's namespace, empty for the one kubectl stands in
 * @param name the Secret's name
 * @param key the key it needs
 */
record KeyRequest(String channel, String namespace, String name, Key key) {

  /** Nothing for a Website, which is fetched as anybody would. */
  static Optional<KeyRequest> of(Checked channel, String defaultNamespace) {
    return key(channel).map(key -> of(channel, defaultNamespace, key));
  }

  private static KeyRequest of(Checked channel, String defaultNamespace, Key key) {
    String name = channel.document().name();
    String named = channel.text("/spec/credentials/secretRef/name");
    String own = channel.document().namespace();
    return new KeyRequest(
        name, own.isEmpty() ? defaultNamespace : own, named.isEmpty() ? name : named, key);
  }

  private static Optional<Key> key(Checked channel) {
    return Keygen.Type.valueOf(channel.text("/spec/type"))
        .key(channel.text("/spec/webhook/authentication").equals("Hmac"));
  }

  ObjectNode secret(Keys keys, FormerSecret former) {
    ObjectNode secret = JsonNodeFactory.instance.objectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret");
    ObjectNode metadata = secret.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/part-of", "touchpoint")
        .put("touchpoint.cx/channel", channel);
    ObjectNode values = secret.put("type", "Opaque").putObject("stringData");
    values.put(key.name(), keys.fresh(key));
    former.value(key).ifPresent(value -> values.put(key.name() + "Previous", value));
    return secret;
  }
}
