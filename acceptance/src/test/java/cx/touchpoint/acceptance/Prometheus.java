package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The Prometheus that {@code ./touchpoint up} brings, asked from outside as Grafana asks it. */
record Prometheus(Http http, String address) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACE = "monitoring";
  private static final String NAME = "prometheus";
  private static final Duration LOOKED_BACK = Duration.ofMinutes(10);

  /** Its address; a test that needs it is left out where the cluster has another one. */
  static Prometheus of(Cluster cluster, Http http) {
    Service service = cluster.client().services().inNamespace(NAMESPACE).withName(NAME).get();
    assumeTrue(
        service != null && service.getSpec().getPorts().getFirst().getNodePort() != null,
        "there is no Prometheus behind a NodePort named monitoring/prometheus, as './touchpoint up'"
            + " makes it");
    String node =
        cluster.client().nodes().list().getItems().stream()
            .flatMap(it -> it.getStatus().getAddresses().stream())
            .filter(it -> it.getType().equals("InternalIP"))
            .findFirst()
            .orElseThrow()
            .getAddress();
    return new Prometheus(
        http,
        "http://%s:%d".formatted(node, service.getSpec().getPorts().getFirst().getNodePort()));
  }

  /** What an expression gives now, or gave within the last minutes. */
  JsonNode ask(String expression, boolean now) {
    if (now) {
      return result("query", Map.of("query", expression));
    }
    Instant end = Instant.now();
    return result(
        "query_range",
        Map.of(
            "query",
            expression,
            "start",
            String.valueOf(end.minus(LOOKED_BACK).getEpochSecond()),
            "end",
            String.valueOf(end.getEpochSecond()),
            "step",
            "15"));
  }

  /** Whether it gives a figure; what is not a number is drawn as nothing. */
  boolean shows(String expression, boolean now) {
    for (JsonNode series : ask(expression, now)) {
      List<JsonNode> samples = new ArrayList<>();
      series.path("values").forEach(samples::add);
      if (series.has("value")) {
        samples.add(series.path("value"));
      }
      if (samples.stream().anyMatch(it -> !it.path(1).asText().equals("NaN"))) {
        return true;
      }
    }
    return false;
  }

  /** The values of a label among the series a selector chooses. */
  List<String> values(String label, String selector) {
    List<String> values = new ArrayList<>();
    result("label/" + label + "/values?match[]=" + encoded(selector), Map.of())
        .forEach(it -> values.add(it.asText()));
    return values;
  }

  private JsonNode result(String what, Map<String, String> form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/" + what.replace("[]", "%5B%5D")));
    if (!form.isEmpty()) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(
              BodyPublishers.ofString(
                  form.entrySet().stream()
                      .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                      .collect(Collectors.joining("&"))));
    }
    HttpResponse<String> answer = http.send(request);
    assertThat(answer.statusCode()).as("%s %s%n%s", what, form, answer.body()).isEqualTo(200);
    try {
      JsonNode data = JSON.readTree(answer.body()).path("data");
      return data.isArray() ? data : data.path("result");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
