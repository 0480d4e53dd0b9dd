package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.testing.LoopbackProgram;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real blackbox exporter and a real Prometheus make of a Website: the series rules read. */
final class ProbedSeriesTest {

  private static final KubernetesSerialization YAML = OperatorProcess.serialization();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String CLASS =
      """
      metadata: {name: public}
      spec:
        exposure: {type: None}
        monitoring: {scrapeInterval: 1s, prober: {url: "127.0.0.1:%s"}}
      """;

  private static final String WEBSITE =
      """
      metadata: {name: shop, namespace: care}
      spec: {type: Website, website: {url: "http://127.0.0.1:%s/start?from=probe"}}
      """;

  /**
   * As the Prometheus Operator writes it of a Probe (v0.85.0), as far as ours asks for anything.
   */
  private static final String SCRAPING =
      """
      scrape_configs:
      - job_name: probe/care/shop-probe
        metrics_path: /probe
        params: {module: [%s]}
        scrape_interval: %s
        scrape_timeout: %s
        static_configs:
        - targets: ["%s"]
          labels: %s
        relabel_configs:
        - {source_labels: [job], target_label: __tmp_prometheus_job_name}
        - {target_label: job, replacement: %s}
        - {source_labels: [__address__], target_label: __param_target}
        - {source_labels: [__param_target], target_label: instance}
        - {target_label: __address__, replacement: "%s"}
      """;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void skipWithoutPrograms() {
    LoopbackProgram.assume("blackbox-exporter/blackbox-exporter", "prometheus/prometheus");
  }

  @Test
  void everySeriesOfAPageSaysWhichChannelItIsAndNothingOfItLooksLikeAPod() throws Exception {
    var answer = new AtomicInteger(200);
    HttpServer page = page(answer);
    int exporter = LoopbackProgram.freePort();
    int prometheus = LoopbackProgram.freePort();
    String url = "http://127.0.0.1:" + page.getAddress().getPort() + "/start?from=probe";
    try (var blackbox = blackbox(exporter);
        var server = prometheus(prometheus, scraping(probe(exporter, page)))) {
      JsonNode success = awaitValue(prometheus, "probe_success", "1");
      Map<String, String> expected =
          Map.of(
              "__name__", "probe_success",
              "namespace", "care",
              "channel", "shop",
              "job", "touchpoint-probe",
              "instance", url);
      assertThat(new JsonMapper().convertValue(success.path("metric"), Map.class))
          .isEqualTo(expected);
      awaitValue(prometheus, "up", "1");
      JsonNode duration = awaitValue(prometheus, "probe_duration_seconds", "");
      assertThat(duration.at("/value/1").asDouble()).isBetween(0.0, 1.0);

      answer.set(503);
      awaitValue(prometheus, "probe_success", "0");
      awaitValue(prometheus, "up", "1");
    } finally {
      page.stop(0);
    }
  }

  private static HttpServer page(AtomicInteger answer) throws IOException {
    HttpServer page =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    page.createContext(
        "/start",
        exchange -> {
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    page.start();
    return page;
  }

  private static Probe probe(int exporter, HttpServer page) {
    ChannelPlan plan =
        ChannelPlan.of(
            YAML.unmarshal(WEBSITE.formatted(page.getAddress().getPort()), Channel.class),
            new ChannelInputs(
                YAML.unmarshal(CLASS.formatted(exporter), ChannelClass.class),
                new OperatorSettings("touchpoint-system", "touchpoint/connector:1"),
                Set.of(OptionalApi.Probes)));
    return (Probe) plan.objects().getFirst();
  }

  private static String scraping(Probe probe) throws IOException {
    var spec = probe.getSpec();
    var target = spec.getTargets().getStaticConfig();
    return SCRAPING.formatted(
        spec.getModule(),
        spec.getInterval(),
        spec.getScrapeTimeout(),
        target.getStatic().getFirst(),
        new JsonMapper().writeValueAsString(target.getLabels()),
        spec.getJobName(),
        spec.getProber().getUrl());
  }

  private LoopbackProgram blackbox(int port) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("blackbox.yml"), "modules: {http_2xx: {prober: http, timeout: 5s}}\n");
    return LoopbackProgram.start(
        folder,
        "blackbox-exporter/blackbox-exporter",
        "--config.file=" + configuration,
        "--web.listen-address=127.0.0.1:" + port);
  }

  private LoopbackProgram prometheus(int port, String scraping) throws IOException {
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), scraping);
    return LoopbackProgram.start(
        folder,
        "prometheus/prometheus",
        "--config.file=" + configuration,
        "--storage.tsdb.path=" + folder.resolve("data"),
        "--web.listen-address=127.0.0.1:" + port);
  }

  /** Waits until the selector by which rules read it finds one series, of that value if given. */
  private JsonNode awaitValue(int port, String metric, String value) {
    String selector = metric + "{namespace=\"care\",channel=~\"shop\",pod=\"\"}";
    return await(selector)
        .atMost(PATIENCE)
        .ignoreException(java.net.ConnectException.class)
        .until(
            () -> query(port, selector),
            it -> it.size() == 1 && (value.isEmpty() || it.at("/0/value/1").asText().equals(value)))
        .get(0);
  }

  private JsonNode query(int port, String expression) throws IOException, InterruptedException {
    URI question =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/query?query="
                + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    String answer =
        http.send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofString()).body();
    return answer.startsWith("{")
        ? new JsonMapper().readTree(answer).at("/data/result")
        : new JsonMapper().createArrayNode(); // it is starting
  }
}
