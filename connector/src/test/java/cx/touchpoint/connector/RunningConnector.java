package cx.touchpoint.connector;

import cx.touchpoint.connector.conversation.Ticks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;

/**
 * A connector in this process, on free ports, with its mounted files in a directory of the test.
 */
public final class RunningConnector implements AutoCloseable {

  public static final String SESSION_KEY = base64("an entirely public key of tests!");
  public static final String TOKEN = "a-token-everybody-knows";
  public static final String HMAC_KEY = "whsec_" + base64("a public key for signing tests");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Path directory;
  private final Ticks ticks;
  private final Connector connector;

  private RunningConnector(Path directory, Ticks ticks) {
    this.directory = directory;
    this.ticks = ticks;
    this.connector = new Connector(flags(0, 0, Duration.ofSeconds(10)), ticks);
  }

  /** A connector that is not started yet, so that its files can be written first. */
  public static RunningConnector in(Path directory) throws IOException {
    return in(directory, Ticks.system());
  }

  public static RunningConnector in(Path directory, Ticks ticks) throws IOException {
    for (String mount : new String[] {"config", "credentials", "responder", "history", "sign-in"}) {
      Files.createDirectories(directory.resolve(mount));
    }
    return new RunningConnector(directory, ticks);
  }

  public RunningConnector start() throws ExecutionException, InterruptedException {
    connector.start();
    return this;
  }

  public RunningConnector configured(String json) throws IOException {
    write("config/connector.json", json);
    return this;
  }

  public RunningConnector with(String file, String content) throws IOException {
    write(file, content);
    return this;
  }

  /** Starts it and waits until it is ready, as one that keeps messages is only after a while. */
  public RunningConnector startedAndReady() throws Exception {
    start();
    Awaitility.await("the connector to be ready")
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(internal("/readyz")).statusCode(), it -> it == 200);
    return this;
  }

  /** A chat that echoes, with the demo page, on one allowed origin. */
  public static RunningConnector echoChat(Path directory) throws Exception {
    return in(directory)
        .configured(Configuration.webChat().json())
        .with("credentials/sessionKey", SESSION_KEY)
        .start();
  }

  /** A webhook that echoes, with a bearer token. */
  public static RunningConnector echoHook(Path directory) throws Exception {
    return in(directory)
        .configured(Configuration.webhook().json())
        .with("credentials/token", TOKEN)
        .start();
  }

  // As the kubelet does it: a reader sees the former content or the new one, never half of either.
  public void write(String file, String content) throws IOException {
    Path target = directory.resolve(file);
    Path fresh = Files.createTempFile(directory, "fresh", "");
    Files.writeString(fresh, content);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public void delete(String file) throws IOException {
    Files.delete(directory.resolve(file));
  }

  public boolean reload() {
    return connector.reload();
  }

  public Path directory() {
    return directory;
  }

  public boolean stop() throws InterruptedException {
    return connector.stop();
  }

  public URI open(String path) {
    return URI.create("http://127.0.0.1:" + connector.publicPort() + path);
  }

  public URI internal(String path) {
    return URI.create("http://127.0.0.1:" + connector.managementPort() + path);
  }

  /** By which what is kept of a customer is shown and erased. */
  public URI records(String path) {
    return URI.create("http://127.0.0.1:" + connector.recordsPort() + path);
  }

  public URI socket() {
    return URI.create("ws://127.0.0.1:" + connector.publicPort() + "/ws");
  }

  public String ownOrigin() {
    return "http://127.0.0.1:" + connector.publicPort();
  }

  public static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  /** Sends a request; its response must be one that is documented. */
  public static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpRequest sent = request.timeout(Duration.ofSeconds(20)).build();
    HttpResponse<String> response =
        CLIENT.send(sent, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    Contract.hold(sent, response);
    return response;
  }

  public Exposition metrics() throws IOException, InterruptedException {
    return Exposition.parse(get(internal("/metrics")).body());
  }

  @Override
  public void close() throws InterruptedException {
    connector.kill();
  }

  private Flags flags(int port, int managementPort, Duration drainTime) {
    return new Flags(
        directory.resolve("config"),
        directory.resolve("credentials"),
        directory.resolve("responder"),
        // Asked for where the test made the directory before.
        Files.isDirectory(directory.resolve("ca")) ? directory.resolve("ca") : null,
        directory.resolve("history"),
        directory.resolve("sign-in"),
        "127.0.0.1",
        port,
        managementPort,
        0,
        drainTime);
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 32));
  }
}
