package cx.touchpoint.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The cluster's real Prometheus and Alertmanager, asked as a person would. */
record Monitoring(String prometheus, String alertmanager, Http http) {

  /** The address of the Prometheus inside the cluster, for ChannelClasses. */
  static final String INSIDE = "http://prometheus.monitoring.svc:9090";

  private static final ObjectMapper JSON = new ObjectMapper();

  static Monitoring of(Cluster cluster, Http http) {
    return new Monitoring(
        cluster.nodePort("monitoring", "prometheus"),
        cluster.nodePort("monitoring", "alertmanager"),
        http);
  }

  /** The Channels of a namespace for which Alertmanager has an alert of this name. */
  Set<String> alerting(String namespace, String alert) {
    JsonNode alerts = json(alertmanager + "/api/v2/alerts?active=true");
    var channels = new TreeSet<String>();
    alerts.forEach(
        it -> {
          JsonNode labels = it.get("labels");
          if (labels.path("namespace").asText().equals(namespace)
              && labels.path("alertname").asText().equals(alert)) {
            channels.add(labels.path("channel").asText());
          }
        });
    return channels;
  }

  /** The labels of an alert in Alertmanager. */
  Map<?, ?> labels(String namespace, String alert, String channel) {
    for (JsonNode it : json(alertmanager + "/api/v2/alerts?active=true")) {
      JsonNode labels = it.get("labels");
      if (labels.path("namespace").asText().equals(namespace)
          && labels.path("alertname").asText().equals(alert)
          && labels.path("channel").asText().equals(channel)) {
        return JSON.convertValue(labels, Map.class);
      }
    }
    return Map.of();
  }

  /** What a query gives now: the vector of Prometheus' API. */
  JsonNode query(String expression) {
    return json(prometheus
            + "/api/v1/query?query="
            + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .at("/data/result");
  }

  private JsonNode json(String url) {
    try {
      return JSON.readTree(http.get(url).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
