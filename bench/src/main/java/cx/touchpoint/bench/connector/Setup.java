package cx.touchpoint.bench.connector;

import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorConfiguration.Responder;
import cx.touchpoint.api.connector.ConnectorConfiguration.Type;
import cx.touchpoint.api.connector.ConnectorConfiguration.WebChat;
import cx.touchpoint.api.connector.ConnectorConfiguration.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connector finds mounted: a Webhook channel that checks signatures and echoes, with the
 * operator's defaults.
 *
 * @param directory of it all, removed at the end
 * @param key senders sign with
 */
record Setup(Path directory, byte[] key) implements AutoCloseable {

  /** Whose pages may open the chat. */
  static final String ORIGIN = "https://shop.example.com";

  /** Where a chat's sockets are opened. */
  static final String CHAT_PATH = "/ws";

  /** The container's memory limit where a class sets none; the image's flags refer to it. */
  private static final String LIMIT = "-XX:MaxRAM=256m";

  private static final Responder ECHO = new Responder(Responder.Kind.Echo, null);
  private static final int TURNS = 20;
  private static final long LONGEST_TURN_MILLIS = 600_000;
  private static final int KEY_BYTES = 32;
  private static final int RETENTION_DAYS = 90;

  static Setup create() throws IOException {
    return hook(ECHO, null, null);
  }

  /**
   * The same, and messages are kept.
   *
   * @param database in the form of a Secret's {@code uri}
   */
  static Setup keeping(String database) throws IOException {
    return hook(ECHO, "bench", database);
  }

  /**
   * The same, and whoever answers takes every turn and keeps it.
   *
   * @param responder where messages are posted
   */
  static Setup unanswered(String database, String responder) throws IOException {
    var http = new Responder.Http(responder, LONGEST_TURN_MILLIS, false, null);
    return hook(new Responder(Responder.Kind.Http, http), "unanswered", database);
  }

  private static Setup hook(Responder responder, @Nullable String tenant, @Nullable String database)
      throws IOException {
    History history =
        tenant == null ? null : new History("customers", "bench", tenant, RETENTION_DAYS);
    Setup setup =
        of(
            Type.Webhook,
            null,
            new Webhook(Webhook.Authentication.Hmac, List.of(), null),
            responder,
            history);
    if (database != null) {
      Files.writeString(setup.directory().resolve("uri"), database);
    }
    Files.writeString(
        setup.directory().resolve("hmacKey"),
        "whsec_" + Base64.getEncoder().encodeToString(setup.key()));
    return setup;
  }

  /** A chat on the pages of {@link #ORIGIN} instead. */
  static Setup chat() throws IOException {
    Setup setup = of(Type.WebChat, new WebChat(List.of(ORIGIN), false), null, ECHO, null);
    Files.writeString(
        setup.directory().resolve("sessionKey"), Base64.getEncoder().encodeToString(setup.key()));
    return setup;
  }

  private static Setup of(
      Type type,
      @Nullable WebChat chat,
      @Nullable Webhook hook,
      Responder responder,
      @Nullable History history)
      throws IOException {
    Path directory = Files.createTempDirectory("touchpoint-bench");
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    var configuration =
        new ConnectorConfiguration(
            "1", "bench", type, chat, hook, null, null, responder, TURNS, List.of(), null, null,
            history, null);
    new JsonMapper().writeValue(directory.resolve("connector.json").toFile(), configuration);
    return new Setup(directory, key);
  }

  String flags() {
    return LIMIT + " " + System.getProperty("touchpoint.connector.flags");
  }

  List<String> arguments() {
    return List.of(
        "--config=" + directory,
        "--credentials=" + directory,
        "--history=" + directory,
        "--host=127.0.0.1",
        "--port=0",
        "--management-port=0",
        "--records-port=0",
        "--drain=1");
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
