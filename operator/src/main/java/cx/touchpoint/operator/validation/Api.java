package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Our kinds, as the definitions released with this program say. */
final class Api {

  static final String GROUP = "touchpoint.cx";

  private static final List<String> PLURALS =
      List.of(
          "channels",
          "channelclasses",
          "conversationhistories",
          "responsetimetargets",
          "servicelevelobjectives");

  /** By {@code apiVersion/kind}. */
  private final TreeMap<String, Kind> kinds;

  private Api(TreeMap<String, Kind> kinds) {
    this.kinds = kinds;
  }

  static Api load() {
    var kinds = new TreeMap<String, Kind>();
    for (String plural : PLURALS) {
      JsonNode definition = definition("/crds/" + plural + "." + GROUP + ".yaml");
      String kind = definition.at("/spec/names/kind").asText();
      for (JsonNode version : definition.at("/spec/versions")) {
        String name = version.path("name").asText();
        kinds.put(
            GROUP + "/" + name + "/" + kind,
            new Kind(
                kind,
                definition.at("/spec/scope").asText().equals("Namespaced"),
                version.at("/schema/openAPIV3Schema"),
                schema(kind, name)));
      }
    }
    return new Api(kinds);
  }

  /** Whether a document claims to be of this API. */
  static boolean claims(Document document) {
    return document.apiVersion().equals(GROUP) || document.apiVersion().startsWith(GROUP + "/");
  }

  Optional<Kind> kind(Document document) {
    return Optional.ofNullable(kinds.get(document.apiVersion() + "/" + document.kind()));
  }

  /** Why a document that claims to be of this API is of none of its kinds. */
  Refusal stranger(Document document) {
    var versions = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (String key : kinds.keySet()) {
      int slash = key.lastIndexOf('/');
      if (key.substring(slash + 1).equals(document.kind())) {
        versions.add(key.substring(0, slash));
      }
      if (key.substring(0, slash).equals(document.apiVersion())) {
        names.add(key.substring(slash + 1));
      }
    }
    if (!versions.isEmpty()) {
      return Refusal.blocking(
          "apiVersion",
          document.apiVersion()
              + " has no "
              + document.kind()
              + ": write apiVersion: "
              + String.join(" or ", versions));
    }
    if (document.kind().isEmpty()) {
      return Refusal.blocking("kind", "Required value");
    }
    String meant = Unknown.meant(document.kind(), names);
    return Refusal.blocking(
        "kind",
        document.apiVersion()
            + " has no kind "
            + document.kind()
            + ": "
            + (meant.isEmpty() ? "it has " + String.join(", ", names) : meant));
  }

  private static JsonNode definition(String resource) {
    var source = new Source(resource, new String(bytes(resource), StandardCharsets.UTF_8));
    return YamlFile.read(source).documents().getFirst().value();
  }

  private static JsonNode schema(String kind, String version) {
    String file = kind.toLowerCase(Locale.ROOT) + "_" + version + ".json";
    try {
      return new ObjectMapper().readTree(bytes("/schemas/" + GROUP + "/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException("this program's own schema " + file + " cannot be read", e);
    }
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = Api.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its own file " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("this program's own file " + resource + " breaks off", e);
    }
  }
}
