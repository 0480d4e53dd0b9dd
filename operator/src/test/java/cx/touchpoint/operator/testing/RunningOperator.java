package cx.touchpoint.operator.testing;

import cx.touchpoint.operator.OperatorClient;
import cx.touchpoint.operator.OperatorEnvironment;
import cx.touchpoint.operator.OperatorEnvironment.Namespaced;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.connectors.StatusQuestion;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.PromiseSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The operator as shipped, in this JVM, under the account and rights the chart gives it. */
public final class RunningOperator implements AutoCloseable {

  public static final String NAMESPACE = "touchpoint-system";
  public static final String IMAGE = "registry.example.com/touchpoint/connector:test";

  /** By which an administrator's request is taken for one of the operator's. */
  public static final Map<String, List<String>> ACCOUNT_HEADERS =
      Map.of("Impersonate-User", List.of(user(NAMESPACE)), "Impersonate-Group", groups(NAMESPACE));

  /** Longer than the second in which connectors are asked and what waits is woken. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final StatusQuestion NOBODY =
      address -> {
        throw new IOException("no connectors run in this test");
      };

  private final Requests requests = new Requests();
  private final OperatorClient api;
  private final OperatorProcess process;

  private RunningOperator(
      Config administrator,
      StatusQuestion question,
      String home,
      Optional<Namespaced> only,
      Pace pace) {
    Config asOperator =
        new ConfigBuilder(administrator)
            .withImpersonateUsername(user(home))
            .withImpersonateGroups(groups(home).toArray(String[]::new))
            .build();
    var environment =
        new OperatorEnvironment(
            home,
            IMAGE,
            "operator-under-test",
            true,
            only,
            new PromiseSettings(pace, Optional.empty()),
            0);
    api =
        OperatorClient.of(
            asOperator, environment, it -> it.addOrReplaceInterceptor("requests", requests));
    process = new OperatorProcess(environment, api, question, Clock.systemUTC());
  }

  private static String user(String home) {
    return "system:serviceaccount:" + home + ":touchpoint-operator";
  }

  private static List<String> groups(String home) {
    return List.of(
        "system:serviceaccounts", "system:serviceaccounts:" + home, "system:authenticated");
  }

  /** What a cluster has before an operator starts; waits of these tests end after a minute. */
  public static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    server.installCrds(client);
    ShippedRights.grant(helm, client);
  }

  /** Starts an operator that asks connectors by the given question. */
  public static RunningOperator start(Config administrator, StatusQuestion question) {
    var operator =
        new RunningOperator(administrator, question, NAMESPACE, Optional.empty(), Pace.NORMAL);
    operator.process.start();
    return operator;
  }

  /** Starts an operator where no connector ever runs. */
  public static RunningOperator start(Config administrator) {
    return start(administrator, NOBODY);
  }

  /** Starts an operator that asks Prometheus every second, and writes figures every ten. */
  public static RunningOperator startHurried(Config administrator) {
    var operator =
        new RunningOperator(administrator, NOBODY, NAMESPACE, Optional.empty(), new Pace(30));
    operator.process.start();
    return operator;
  }

  /** Starts an operator that lives in one namespace and works in some only. */
  public static RunningOperator start(Config administrator, String home, Namespaced only) {
    var operator = new RunningOperator(administrator, NOBODY, home, Optional.of(only), Pace.NORMAL);
    operator.process.start();
    return operator;
  }

  /** What it asked of the API server. */
  public Requests requests() {
    return requests;
  }

  /** Reconciles of Channels that came to their end, as its own metrics count them. */
  public double reconciles() {
    return get("/metrics")
        .lines()
        .filter(it -> it.startsWith("operator_sdk_reconciliations_success_total"))
        .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' '))))
        .sum();
  }

  /** Waits until nothing has been reconciled for a while: what was heard of has been dealt with. */
  public void settle() {
    var former = new double[] {-1};
    Awaitility.await()
        .during(QUIET)
        .until(
            () -> {
              double now = reconciles();
              boolean same = now == former[0];
              former[0] = now;
              return same;
            });
  }

  /** The body of a page of its management port, whatever the status. */
  public String get(String path) {
    var uri = URI.create("http://127.0.0.1:" + process.managementPort() + path);
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
    api.close();
  }
}
