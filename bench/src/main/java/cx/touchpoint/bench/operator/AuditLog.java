package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** The API server's own record of who asked what. */
final class AuditLog implements AutoCloseable {

  /** Names and verbs of everything, bodies of nothing; what the API server asks itself left out. */
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - {level: None, users: ["system:apiserver"]}
      - {level: None, nonResourceURLs: ["/readyz*", "/livez*", "/healthz*"]}
      - {level: Metadata, omitManagedFields: true}
      """;

  private static final JsonMapper JSON = new JsonMapper();

  private final Path directory;

  AuditLog() throws IOException {
    directory = Files.createTempDirectory("touchpoint-bench-audit");
    Files.writeString(policy(), POLICY);
  }

  /** What makes a kube-apiserver write it. */
  List<String> flags() {
    return List.of(
        "--audit-policy-file=" + policy(),
        "--audit-log-path=" + file(),
        "--audit-log-maxsize=4000");
  }

  /** Requests of one user agent by verb and resource. A watch counts when it begins. */
  Map<String, Long> of(String agent) throws IOException {
    var counts = new TreeMap<String, Long>();
    try (var lines = Files.newBufferedReader(file(), StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(agent)) {
          JsonNode event = JSON.readTree(line);
          String verb = event.path("verb").asText();
          String stage = verb.equals("watch") ? "ResponseStarted" : "ResponseComplete";
          if (event.path("userAgent").asText().equals(agent)
              && event.path("stage").asText().equals(stage)) {
            counts.merge(verb + " " + resource(event), 1L, Long::sum);
          }
        }
      }
    }
    return counts;
  }

  /** The first writes of one user agent, each with its object and the answer's code. */
  List<String> writes(String agent, int most) throws IOException {
    return told(agent, most, (what, _) -> Audited.isWrite(what));
  }

  /** The first requests of one user agent that did not succeed, each with its object and code. */
  List<String> refusals(String agent, int most) throws IOException {
    return told(agent, most, (_, code) -> code >= HttpURLConnection.HTTP_BAD_REQUEST);
  }

  private List<String> told(String agent, int most, BiPredicate<String, Integer> wanted)
      throws IOException {
    var told = new ArrayList<String>();
    try (var lines = Files.newBufferedReader(file(), StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(agent) && told.size() < most) {
          JsonNode event = JSON.readTree(line);
          String what = event.path("verb").asText() + " " + resource(event);
          int code = event.path("responseStatus").path("code").asInt();
          if (event.path("userAgent").asText().equals(agent)
              && event.path("stage").asText().equals("ResponseComplete")
              && wanted.test(what, code)) {
            told.add(
                "%s %s %d at %s"
                    .formatted(
                        what,
                        event.path("objectRef").path("name").asText(),
                        code,
                        event.path("requestReceivedTimestamp").asText()));
          }
        }
      }
    }
    return told;
  }

  private static String resource(JsonNode event) {
    JsonNode object = event.path("objectRef");
    if (object.isMissingNode()) {
      return event.path("requestURI").asText();
    }
    String resource = object.path("resource").asText();
    String part = object.path("subresource").asText("");
    return part.isEmpty() ? resource : resource + "/" + part;
  }

  private Path policy() {
    return directory.resolve("policy.yaml");
  }

  private Path file() {
    return directory.resolve("audit.log");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file());
    Files.deleteIfExists(policy());
    Files.delete(directory);
  }
}
