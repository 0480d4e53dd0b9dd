package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import cx.touchpoint.operator.validation.Documents;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A Secret as it was before its keys are rotated. */
record FormerSecret(JsonNode object) {

  static final FormerSecret NONE = new FormerSecret(MissingNode.getInstance());

  static FormerSecret read(String path, List<KeyRequest> requests) {
    if (requests.size() != 1) {
      throw new UserError("--rotate works for one Channel at a time: give its name and --type");
    }
    Inputs inputs = Inputs.read(List.of(path), System.in);
    if (!inputs.unreadable().isEmpty()) {
      throw new UserError("--rotate " + inputs.unreadable().getFirst());
    }
    var secrets =
        Documents.of(inputs.sources().getFirst()).stream()
            .filter(object -> object.path("kind").asText().equals("Secret"))
            .toList();
    if (secrets.size() != 1) {
      throw new UserError(
          "--rotate " + path + " holds " + secrets.size() + " Secrets: give the one to rotate");
    }
    var former = new FormerSecret(secrets.getFirst());
    String key = requests.getFirst().key().name();
    if (former.value(requests.getFirst().key()).isEmpty()) {
      throw new UserError(
          "--rotate " + path + ": the Secret has no key " + key + ": apply one without --rotate");
    }
    return former;
  }

  Optional<String> value(Key key) {
    JsonNode plain = object.path("stringData").path(key.name());
    if (plain.isTextual()) {
      return Optional.of(plain.asText());
    }
    JsonNode encoded = object.path("data").path(key.name());
    try {
      return encoded.isTextual()
          ? Optional.of(
              new String(Base64.getDecoder().decode(encoded.asText()), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new UserError("--rotate: data." + key + " of the Secret is not base64");
    }
  }
}
