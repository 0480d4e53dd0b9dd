package cx.touchpoint.operator.measure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cx.touchpoint.operator.measure.Answer.Sample;
import cx.touchpoint.operator.measure.Answer.Series;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind the address may be anything; what comes of it is an answer or a sentence. */
final class HttpPrometheusTest {

  private static final Duration FAR_TOO_LONG = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String VECTOR =
      """
      {"status":"success","data":{"resultType":"vector","result":[
        {"metric":{"__name__":"up","channel":"chat"},"value":[1792320000.5,"1"]},
        {"metric":{},"value":[1792320000,"+Inf"]}]},"warnings":["a store is away"],"newer":[{}]}""";

  private final CountDownLatch over = new CountDownLatch(1);
  private final HttpServer server;
  private String asked = "";

  HttpPrometheusTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void anAnswerIsReadWithWhatIsSaidAgainstIt() throws Exception {
    answers("/api/v1/query", 200, VECTOR);

    assertThat(at("").now("up{channel=\"a&b\"}"))
        .isEqualTo(
            new Answer(
                List.of(
                    new Series(
                        Map.of("__name__", "up", "channel", "chat"),
                        List.of(new Sample(1792320000.5, 1))),
                    new Series(
                        Map.of(), List.of(new Sample(1792320000, Double.POSITIVE_INFINITY)))),
                List.of("a store is away")));
    assertThat(asked)
        .startsWith("POST ")
        .contains("query=up%7Bchannel%3D%22a%26b%22%7D", "timeout=20000ms");
  }

  @Test
  void aRangeIsReadSampleBySample() throws Exception {
    answers(
        "/api/v1/query_range",
        200,
        """
        {"status":"success","data":{"result":[{"values":[[1,"1"],[2,"NaN"],[3,"-Inf"]],
         "metric":{"a":"b"}},{"metric":{"native":"histogram"},"histograms":[[1,{}]]}],
         "resultType":"matrix"}}""");

    Answer answer =
        at("").range("up", Instant.EPOCH, Instant.ofEpochSecond(7200), Duration.ofMinutes(1));

    assertThat(answer.series()).hasSize(1);
    assertThat(answer.series().getFirst().samples())
        .extracting(Sample::value)
        .containsExactly(1.0, Double.NaN, Double.NEGATIVE_INFINITY);
    assertThat(asked).contains("start=0.000", "end=7200.000", "step=60.0");
  }

  @Test
  void aScalarIsASeriesWithoutLabels() throws Exception {
    answers(
        "/api/v1/query",
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[5,\"1e-3\"]}}");

    Answer answer = at("").at("0.001", Instant.ofEpochMilli(1500));

    assertThat(answer.series())
        .containsExactly(new Series(Map.of(), List.of(new Sample(5, 0.001))));
    assertThat(asked).contains("time=1.500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/prometheus", "/prometheus/", "/prometheus///"})
  void aPathBeforeTheApiIsKeptAndSlashesAtItsEndDoNotMatter(String path) throws Exception {
    answers("/prometheus/api/v1/query", 200, VECTOR);

    assertThat(at(path).now("up").series()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | {"status":"error","errorType":"bad_data","error":"1:3: parse error:\\nnonsense"} | refuses the question: 1:3: parse error: nonsense
          422 | {"status":"error","errorType":"execution","error":"found duplicate series"} | refuses the question: found duplicate series
          503 | {"status":"error","errorType":"timeout","error":"query timed out"} | could not work it out: query timed out
          200 | {"status":"error","error":"half"} | refuses the question: half
          200 | {"status":"error"} | refuses the question: no reason given
          200 | <html>Grafana</html> | answers, but not as Prometheus does (text/html). Give the address of Prometheus, not of Grafana or of a login before it.
          200 | {"status":"success","data":{"result":[{"metric":[],"value":[1,"1"]}]}} | answers, but not as Prometheus does
          200 | {"status":"success","data":{"result":[{"metric":{},"value":[1,"one"]}]}} | answers, but not as Prometheus does
          200 | {"status":"success","data":{"result":[{"metric":{},"value":[1,"1" | answers, but not as Prometheus does
          200 | [] | answers, but not as Prometheus does
          401 | Unauthorized | lets us in only with credentials (401), and we have none.
          404 | 404 page not found | has no API of Prometheus (404). Give the address up to what stands before /api/v1.
          429 | slowly | is asked too much (429).
          502 | <html>Bad Gateway</html> | answered 502 and no reason.
          """)
  void everyRefusalIsASentence(int status, String body, String sentence) {
    answers("/api/v1/query", status, body);

    isUnanswered(() -> at("").now("up"), at("").address() + " " + sentence);
  }

  @Test
  void aLoginInBetweenIsTold() {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "https://login.example.com/?next=%2F");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    isUnanswered(() -> at("").now("up"), "points elsewhere (302 to https://login.example.com/");
  }

  @Test
  void nothingThatListensIsTold() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var nobody = prometheus("http://127.0.0.1:" + free, PATIENCE);

    isUnanswered(() -> nobody.now("up"), " cannot be reached: nothing listens there.");
  }

  @Test
  void aHostThatNobodyKnowsIsTold() {
    var nobody = prometheus("http://prometheus.invalid", FAR_TOO_LONG);

    isUnanswered(() -> nobody.now("up"), " cannot be reached: its host is not known here.");
  }

  @Test
  void oneThatDoesNotSpeakTlsIsTold() throws Exception {
    try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuseTls(plain));
      var prometheus = prometheus("https://127.0.0.1:" + plain.getLocalPort(), PATIENCE);

      isUnanswered(
          () -> prometheus.now("up"), "does not speak TLS. Write http:// in place of https://.");
    }
  }

  /** As Prometheus' own server does. */
  private static void refuseTls(ServerSocket listening) {
    try (var connection = listening.accept()) {
      connection.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      connection.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The client has gone, or the test is over.
    }
  }

  @Test
  void anAnswerThatBreaksOffIsTold() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          exchange.close();
        });

    isUnanswered(() -> at("").now("up"), " cannot be reached: it broke off");
  }

  @Test
  void anAnswerThatNeverGetsDoneIsNotWaitedFor() {
    answers(
        out -> {
          out.write("{\"status\":".getBytes(StandardCharsets.UTF_8));
          out.flush();
          awaitEnd();
        });
    var hasty = prometheus(at("").address(), Duration.ofMillis(300));

    isUnanswered(() -> hasty.now("up"), " did not answer within 0.3 s.");
  }

  @Test
  void whiteSpaceWithoutEndIsCutOff() {
    byte[] more = " ".repeat(65536).getBytes(StandardCharsets.UTF_8);
    answers(
        out -> {
          while (over.getCount() > 0) {
            out.write(more);
          }
        });

    isUnanswered(
        () -> at("").now("up"),
        "says more than is read (more bytes than are read; at most 32 MiB).");
  }

  @Test
  void seriesWithoutEndAreCutOff() {
    byte[] more =
        "{\"metric\":{},\"value\":[1,\"1\"]},".repeat(5000).getBytes(StandardCharsets.UTF_8);
    answers(
        out -> {
          out.write(
              "{\"status\":\"success\",\"data\":{\"result\":[".getBytes(StandardCharsets.UTF_8));
          while (over.getCount() > 0) {
            out.write(more);
          }
        });

    isUnanswered(() -> at("").now("up"), "says more than is read (more than 250000 series; ");
  }

  @Test
  void samplesWithoutEndAreCutOff() {
    byte[] more = "[1,\"1\"],".repeat(5000).getBytes(StandardCharsets.UTF_8);
    answers(
        out -> {
          out.write(
              "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"values\":["
                  .getBytes(StandardCharsets.UTF_8));
          while (over.getCount() > 0) {
            out.write(more);
          }
        });

    isUnanswered(() -> at("").now("up"), "says more than is read (more than 1000000 samples; ");
  }

  private static void isUnanswered(ThrowingCallable question, String sentence) {
    assertTimeoutPreemptively(
        FAR_TOO_LONG,
        () ->
            assertThatThrownBy(question)
                .isInstanceOf(Unanswered.class)
                .hasMessageContaining(sentence)
                .hasMessageMatching("[^\\n]+"));
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Prometheus at(String path) {
    return prometheus("http://127.0.0.1:" + server.getAddress().getPort() + path, PATIENCE);
  }

  private static Prometheus prometheus(String address, Duration patience) {
    return new HttpPrometheus(PrometheusAddress.of(address), patience);
  }

  @FunctionalInterface
  private interface Body {
    void to(OutputStream out) throws IOException;
  }

  private void answers(String path, int status, String body) {
    answers(path, status, out -> out.write(body.getBytes(StandardCharsets.UTF_8)));
  }

  private void answers(Body body) {
    answers("/api/v1/query", 200, body);
  }

  private void answers(String path, int status, Body body) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            asked = question(exchange);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(status, 0);
            body.to(exchange.getResponseBody());
          }
        });
  }

  private static String question(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return exchange.getRequestMethod() + " " + form;
  }
}
