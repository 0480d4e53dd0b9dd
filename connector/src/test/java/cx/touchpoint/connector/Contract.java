package cx.touchpoint.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;

/**
 * What is published in docs/reference. The helpers of the tests hold all that passes between them
 * and a connector against it, so whatever is not documented fails the test that meets it.
 */
public final class Contract {

  private static final Path PUBLISHED = Path.of("../docs/reference");
  private static final String BASE = "https://contract.invalid/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As published: what others may send. */
  public static final Contract PUBLIC = new Contract(node -> {});

  /** With nothing beside what is listed: what a connector sends. */
  public static final Contract STRICT = new Contract(Contract::close);

  private final SchemaRegistry registry;
  private final JsonNode openApi;

  private interface Change {
    void to(ObjectNode object);
  }

  private Contract(Change change) {
    this.openApi = read("openapi.yaml", change);
    Map<String, String> schemas =
        Map.of(
            BASE + "events.schema.json", read("events.schema.json", change).toString(),
            BASE + "webchat.schema.json", read("webchat.schema.json", change).toString());
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(schemas)
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  /** The published documents, as they are. */
  static JsonNode document(String name) {
    return read(name, node -> {});
  }

  /**
   * What is wrong with a document, nothing when it is as the schema says.
   *
   * @param schema for example {@code webchat.schema.json#/$defs/hello}
   */
  List<String> wrong(String schema, JsonNode document) {
    return registry.getSchema(SchemaLocation.of(BASE + schema)).validate(document).stream()
        .map(Contract::words)
        .toList();
  }

  /** Fails unless the document is as the schema says. */
  public void hold(String schema, JsonNode document) {
    List<String> wrong = wrong(schema, document);
    if (!wrong.isEmpty()) {
      throw new AssertionError("%s is not as %s: %s".formatted(document, schema, wrong));
    }
  }

  /** Fails unless the response is one of those that are documented for the request. */
  public static void hold(HttpRequest request, HttpResponse<String> response) {
    Optional<JsonNode> path = STRICT.path(request.uri().getPath());
    Optional<JsonNode> operation =
        path.map(it -> it.path(request.method().toLowerCase(Locale.ROOT)))
            .filter(it -> !it.isMissingNode());
    if (operation.isEmpty()) {
      return;
    }
    // A path of the other listener, or of another type, is not there.
    boolean served = response.statusCode() != 404 || path.get().has("servers");
    if (served) {
      STRICT.answer(operation.get(), response);
      if (response.statusCode() < 300 && request.method().equals("POST")) {
        PUBLIC.asked(operation.get(), request);
      }
    }
  }

  private void answer(JsonNode operation, HttpResponse<String> response) {
    String status = String.valueOf(response.statusCode());
    JsonNode documented = resolved(operation.path("responses").path(status));
    if (documented.isMissingNode()) {
      throw new AssertionError(
          "%s answers %s, which openapi.yaml does not list: %s"
              .formatted(operation.path("operationId").asText(), status, response.body()));
    }
    String type = mediaType(response.headers().firstValue("Content-Type"));
    if (response.body().isEmpty()) {
      if (documented.has("content")) {
        throw new AssertionError(status + " without the content that openapi.yaml lists");
      }
    } else {
      hold(documented.path("content"), type, response.body());
    }
    documented
        .path("headers")
        .properties()
        .forEach(
            header -> {
              if (resolved(header.getValue()).path("required").asBoolean()
                  && response.headers().firstValue(header.getKey()).isEmpty()) {
                throw new AssertionError(status + " without the header " + header.getKey());
              }
            });
  }

  private void asked(JsonNode operation, HttpRequest request) {
    hold(
        operation.at("/requestBody/content"),
        mediaType(request.headers().firstValue("Content-Type")),
        bodyOf(request));
  }

  private void hold(JsonNode content, String type, String body) {
    if (content.has(type) && content.path(type).isEmpty()) {
      return; // any bytes
    }
    JsonNode schema = content.path(type).path("schema");
    if (schema.isMissingNode()) {
      throw new AssertionError("openapi.yaml does not list " + type + " here: " + body);
    }
    try {
      Schema asked =
          registry.getSchema(
              SchemaLocation.of(BASE + "operation-" + Integer.toHexString(schema.hashCode())),
              schema);
      List<Error> wrong = asked.validate(JSON.readTree(body));
      if (!wrong.isEmpty()) {
        throw new AssertionError(
            "%s is not as openapi.yaml says: %s"
                .formatted(body, wrong.stream().map(Contract::words).toList()));
      }
    } catch (IOException e) {
      throw new AssertionError("no JSON, though its type is " + type + ": " + body, e);
    }
  }

  private Optional<JsonNode> path(String path) {
    return openApi.path("paths").properties().stream()
        .filter(it -> Pattern.matches(it.getKey().replaceAll("\\{[a-z]+}", "[^/]+"), path))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.startsWith("#") ? openApi.at(reference.substring(1)) : node;
  }

  private static String mediaType(Optional<String> contentType) {
    return contentType.orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String words(Error error) {
    return error.getInstanceLocation() + " " + error.getMessage();
  }

  private static JsonNode read(String name, Change change) {
    try {
      ObjectMapper mapper = name.endsWith(".yaml") ? new YAMLMapper() : JSON;
      JsonNode document = mapper.readTree(PUBLISHED.resolve(name).toFile());
      each(document, change);
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void each(JsonNode node, Change change) {
    node.forEach(child -> each(child, change));
    if (node instanceof ObjectNode object) {
      change.to(object);
    }
  }

  private static void close(ObjectNode node) {
    boolean object =
        node.path("type").asText().equals("object") || node.at("/type/0").asText().equals("object");
    if (object && node.has("properties")) {
      node.put("unevaluatedProperties", false);
    }
  }

  private static String bodyOf(HttpRequest request) {
    CompletableFuture<String> body = new CompletableFuture<>();
    request
        .bodyPublisher()
        .orElseThrow()
        .subscribe(
            new Flow.Subscriber<>() {
              private final List<byte[]> chunks = new ArrayList<>();

              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(ByteBuffer chunk) {
                byte[] bytes = new byte[chunk.remaining()];
                chunk.get(bytes);
                chunks.add(bytes);
              }

              @Override
              public void onError(Throwable failure) {
                body.completeExceptionally(failure);
              }

              @Override
              public void onComplete() {
                ByteBuffer whole =
                    ByteBuffer.allocate(chunks.stream().mapToInt(it -> it.length).sum());
                chunks.forEach(whole::put);
                body.complete(new String(whole.array(), StandardCharsets.UTF_8));
              }
            });
    return body.join();
  }
}
