package cx.touchpoint.operator.measure;

import cx.touchpoint.operator.measure.AnswerReader.Read;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Asks by {@code POST /api/v1/query} and {@code /api/v1/query_range}. Whoever is behind the address
 * may be slow or talkative, so an answer is bounded in time and in size.
 */
public final class HttpPrometheus implements Prometheus {

  /** How long connecting may take. */
  static final Duration CONNECTING = Duration.ofSeconds(3);

  /** Some 100,000 series; in bytes. */
  static final long LONGEST_ANSWER = 32L * 1024 * 1024;

  private static final double MILLIS = 1000;

  private final PrometheusAddress address;
  private final Duration patience;
  private final Complaints complaints;
  private final Optional<String> authorization;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .executor(threads)
          .build();

  /**
   * One to be asked.
   *
   * @param patience how long a whole answer may take
   */
  public HttpPrometheus(PrometheusAddress address, Duration patience) {
    this(address, patience, Optional.empty());
  }

  /**
   * One that may ask for a login. A redirect is not followed, so nobody else sees it.
   *
   * @param patience how long a whole answer may take
   * @param authorization the header of that name
   */
  public HttpPrometheus(
      PrometheusAddress address, Duration patience, Optional<String> authorization) {
    this.address = address;
    this.patience = patience;
    this.authorization = authorization;
    this.complaints = new Complaints(address.toString(), patience, authorization.isPresent());
  }

  @Override
  public String address() {
    return address.toString();
  }

  @Override
  public Answer now(String expression) throws Unanswered, InterruptedException {
    return ask("query", Map.of("query", expression));
  }

  @Override
  public Answer at(String expression, Instant moment) throws Unanswered, InterruptedException {
    return ask("query", Map.of("query", expression, "time", second(moment)));
  }

  @Override
  public Answer range(String expression, Instant from, Instant to, Duration step)
      throws Unanswered, InterruptedException {
    return ask(
        "query_range",
        Map.of(
            "query",
            expression,
            "start",
            second(from),
            "end",
            second(to),
            "step",
            Double.toString(step.toMillis() / MILLIS)));
  }

  private static String second(Instant moment) {
    return "%d.%03d".formatted(moment.getEpochSecond(), moment.getNano() / 1_000_000);
  }

  private Answer ask(String what, Map<String, String> fields)
      throws Unanswered, InterruptedException {
    var form = new LinkedHashMap<>(fields);
    // Prometheus gives up when we do, and does not work for nobody.
    form.put("timeout", patience.toMillis() + "ms");
    var request =
        HttpRequest.newBuilder(address.api(what))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(encoded(form)));
    authorization.ifPresent(it -> request.header("Authorization", it));
    return within(() -> answer(request.build()));
  }

  /** The client's own timeout ends with the headers; this one holds for the whole answer. */
  private Answer within(Callable<Answer> question) throws Unanswered, InterruptedException {
    Future<Answer> asked = threads.submit(question);
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw complaints.late(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Unanswered known) {
        throw known;
      }
      if (e.getCause() instanceof IOException failure) {
        throw complaints.unreachable(failure);
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      asked.cancel(true);
    }
  }

  private Answer answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    int status = response.statusCode();
    try (InputStream body = new Bounded(response.body(), LONGEST_ANSWER)) {
      if (status >= HttpURLConnection.HTTP_MULT_CHOICE
          && status < HttpURLConnection.HTTP_BAD_REQUEST) {
        throw complaints.elsewhere(status, response.headers().firstValue("location").orElse(""));
      }
      Read read = AnswerReader.read(body);
      if (status != HttpURLConnection.HTTP_OK || !read.error().isEmpty()) {
        throw complaints.refused(status, read.error());
      }
      return read.answer();
    } catch (AnswerReader.TooMuch e) {
      throw complaints.tooMuch(LONGEST_ANSWER, e);
    } catch (AnswerReader.Strange | com.fasterxml.jackson.core.JacksonException e) {
      throw status == HttpURLConnection.HTTP_OK
          ? complaints.strange(response.headers().firstValue("content-type").orElse(""), e)
          : complaints.refused(status, "");
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
