package cx.touchpoint.connector.management;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.connector.attachment.Transfers;
import cx.touchpoint.connector.cloudevent.EventJson;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
import cx.touchpoint.connector.conversation.Proof;
import cx.touchpoint.connector.conversation.Proofs;
import cx.touchpoint.connector.http.LargeBodies;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.RequestBody;
import cx.touchpoint.connector.store.Attachments;
import cx.touchpoint.connector.store.ChannelStore;
import cx.touchpoint.connector.store.CustomerRecords;
import cx.touchpoint.connector.store.CustomerRecords.Request;
import cx.touchpoint.connector.store.DeadLetters;
import cx.touchpoint.connector.store.StoreFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept, for those who look after it: {@code POST /v1/customers/show}, {@code messages},
 * {@code file}, {@code unlink}, {@code erase} about one person, {@code POST /v1/dead-letters/list},
 * {@code replay} about messages that were given up. It listens to this machine alone, so in a pod
 * whoever may forward its ports gets here and nobody else: Kubernetes' own rights decide.
 */
public final class RecordsListener {

  private static final Logger log = LoggerFactory.getLogger(RecordsListener.class);

  private static final String HERE = "127.0.0.1";
  private static final String CUSTOMERS = "/v1/customers/";
  private static final String DEAD_LETTERS = "/v1/dead-letters/";
  private static final int LARGEST_BODY = 16 * 1024;
  private static final Duration LONGEST_BODY = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int LONGEST_ACTOR = 256;

  private final Vertx vertx;
  private final Supplier<Optional<ChannelStore>> kept;
  private final Supplier<Optional<Transfers>> files;
  private final Executor executor;
  private final LargeBodies bodies = new LargeBodies();

  /**
   * @param kept empty where no messages are kept
   * @param files carries them to whoever asks; empty where no messages are kept
   * @param executor runs what may block
   */
  public RecordsListener(
      Vertx vertx,
      Supplier<Optional<ChannelStore>> kept,
      Supplier<Optional<Transfers>> files,
      Executor executor) {
    this.vertx = vertx;
    this.kept = kept;
    this.files = files;
    this.executor = executor;
  }

  /** Listens; ends with the port. */
  public Future<Integer> listen(int port) {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(HERE)
                .setPort(port)
                .setIdleTimeout(90)
                .setHttp2ClearTextEnabled(false))
        .requestHandler(this::serve)
        .listen()
        .map(HttpServer::actualPort);
  }

  private void serve(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (!path.startsWith(CUSTOMERS) && !path.startsWith(DEAD_LETTERS)) {
      Problem.of(
              404,
              "Not Found",
              "Send to %sshow, messages, file, unlink or erase, or to %slist or replay."
                  .formatted(CUSTOMERS, DEAD_LETTERS))
          .send(request.response());
    } else if (request.method() != HttpMethod.POST) {
      Problem.of(405, "Method Not Allowed", "Send POST.")
          .withHeader("Allow", "POST")
          .send(request.response());
    } else {
      RequestBody.read(
          vertx,
          request,
          LARGEST_BODY,
          LONGEST_BODY,
          bodies,
          body -> read(request, path, body.bytes()),
          _ -> {});
    }
  }

  private void read(HttpServerRequest request, String path, Buffer body) {
    Optional<ChannelStore> store = kept.get();
    Optional<Transfers> carrying = files.get();
    if (store.isEmpty() || carrying.isEmpty()) {
      Problem.of(409, "Conflict", "This channel keeps no messages.").send(request.response());
      return;
    }
    Context loop = vertx.getOrCreateContext();
    executor.execute(
        () -> {
          Reply reply = reply(store.get(), carrying.get(), path, body);
          loop.runOnContext(_ -> reply.send(request));
        });
  }

  private static Reply reply(ChannelStore store, Transfers files, String path, Buffer body) {
    try {
      JsonNode asked = EventJson.parse("body", body.getBytes());
      return path.startsWith(CUSTOMERS)
          ? ofCustomers(store.records(), files, path.substring(CUSTOMERS.length()), asked)
          : ofDeadLetters(store.deadLetters(), path.substring(DEAD_LETTERS.length()), asked);
    } catch (MalformedEvent e) {
      return new Refused(Problem.of(400, "Bad Request", e.field() + " " + e.detail()));
    } catch (StoreFailure e) {
      return new Refused(Problem.of(503, "Service Unavailable", e.getMessage()).retryAfter(RETRY));
    } catch (RuntimeException e) {
      log.error("What is kept could not be read", e);
      return new Refused(
          Problem.of(500, "Internal Server Error", "The connector's log says what went wrong."));
    }
  }

  private static Reply ofCustomers(
      CustomerRecords records, Transfers files, String action, JsonNode asked)
      throws MalformedEvent, StoreFailure {
    if (!records.usable()) {
      return new Refused(
          Problem.of(
              409,
              "Conflict",
              "Nobody can be found by name: the ConversationHistory names no identity.keys, or its Secret has no key identityKey."));
    }
    Request request = request(asked);
    return switch (action) {
      case "show" ->
          records
              .show(request)
              .<Reply>map(it -> new Said(RecordsJson.of(it)))
              .orElseGet(() -> nobody());
      case "messages" ->
          new Said(
              RecordsJson.of(
                  records.messages(
                      request, asked.path("conversation").asLong(), asked.path("after").asLong())));
      case "file" -> {
        UUID id = file(asked);
        yield new Carried(files, _ -> records.file(request, id));
      }
      case "unlink" -> records.unlink(request) ? new Said(Map.of("unlinked", true)) : nobody();
      case "erase" ->
          records
              .erase(request)
              .<Reply>map(
                  it ->
                      new Said(
                          Map.of("conversations", it.conversations(), "messages", it.messages())))
              .orElseGet(() -> nobody());
      default -> unknown();
    };
  }

  private static Reply ofDeadLetters(DeadLetters letters, String action, JsonNode asked)
      throws MalformedEvent, StoreFailure {
    Optional<DeadLetters.Number> number = DeadLetters.Number.of(asked.path("no").asText());
    return switch (action) {
      case "list" -> new Said(RecordsJson.ofDeadLetters(letters.list(number)));
      case "replay" ->
          letters.replay(
                  number.orElseThrow(
                      () -> new MalformedEvent("no", "is none. Send one that list gave.")),
                  actor(asked))
              ? new Said(Map.of("replayed", true))
              : new Refused(Problem.of(404, "Not Found", "There is no such dead letter."));
      default -> unknown();
    };
  }

  private static Reply unknown() {
    return new Refused(Problem.of(404, "Not Found", "There is no such action."));
  }

  private static Reply nobody() {
    return new Refused(Problem.of(404, "Not Found", "Nobody goes by this name."));
  }

  private static Request request(JsonNode asked) throws MalformedEvent {
    IdentityKey key =
        List.of(IdentityKey.values()).stream()
            .filter(it -> it.name().equals(asked.path("key").asText()))
            .findFirst()
            .orElseThrow(
                () -> new MalformedEvent("key", "is unknown. Send AccountId, Email or Phone."));
    Proof proof =
        Proofs.of(key, asked.path("value").asText())
            .orElseThrow(
                () -> new MalformedEvent("value", "is none. Send " + Proofs.form(key) + "."));
    return new Request(proof, actor(asked));
  }

  private static UUID file(JsonNode asked) throws MalformedEvent {
    try {
      return UUID.fromString(asked.path("file").asText());
    } catch (IllegalArgumentException e) {
      throw new MalformedEvent("file", "is no id of a file. Send one that messages named.");
    }
  }

  private static String actor(JsonNode asked) throws MalformedEvent {
    String actor = asked.path("actor").asText();
    if (actor.isBlank()
        || actor.length() > LONGEST_ACTOR
        || actor.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedEvent("actor", "is missing. Say who asks; it is kept.");
    }
    return actor;
  }

  /** What is answered. */
  private sealed interface Reply {
    void send(HttpServerRequest request);
  }

  private record Said(Object what) implements Reply {
    @Override
    public void send(HttpServerRequest request) {
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .putHeader("Cache-Control", "no-store")
          .end(Buffer.buffer(EventJson.bytes(what)));
    }
  }

  /** A file, as it is read from the store. */
  private record Carried(Transfers files, Transfers.Question<Optional<Attachments.Kept>> wanted)
      implements Reply {
    @Override
    public void send(HttpServerRequest request) {
      files.send(request, wanted, _ -> {});
    }
  }

  private record Refused(Problem problem) implements Reply {
    @Override
    public void send(HttpServerRequest request) {
      problem.send(request.response());
    }
  }
}
