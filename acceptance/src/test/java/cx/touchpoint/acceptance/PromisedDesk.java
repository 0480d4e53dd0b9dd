package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A webhook that keeps what is said, answered by somebody who takes a second, and the promise that
 * 95 % are answered within three.
 */
record PromisedDesk(Cluster cluster, Tenant tenant) {

  static final String DEPLOYMENT = "desk-connector";
  static final Duration WITHIN = Duration.ofSeconds(3);
  static final double OBJECTIVE = 0.95;
  static final int LEAST = 2;

  private static final String NAME = "desk";
  private static final double MEAN_MILLIS = 1000;

  /** The standard deviation by the mean. */
  private static final double VARIATION = 0.5;

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: $NAMESPACE}
      spec:
        exposure: {type: Service, service: {type: NodePort}}
        scaling: {minReplicas: 2, maxReplicas: 8}
        connector:
          resources: {requests: {cpu: 150m, memory: 192Mi}, limits: {memory: 256Mi}}
        monitoring: {prometheus: {url: "%s"}, scrapeInterval: 5s}
      """;

  private static final String HISTORY =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ConversationHistory
      metadata: {name: customers, namespace: $NAMESPACE}
      spec: {postgres: {secretRef: {name: touchpoint-postgres}}, tenant: $NAMESPACE}
      """;

  private static final String TARGET =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: fast, namespace: $NAMESPACE}
      spec:
        channels: {names: [desk]}
        targets: [{name: answer, phase: FirstResponse, within: 3s, objective: 95%}]
      """;

  /** Opens it, with a responder at this machine that takes lognormal times. */
  static PromisedDesk open(Cluster cluster, Tenant tenant, SwitchedResponder responder) {
    responder.takes(lognormal());
    tenant.apply(CLASS.formatted(Monitoring.INSIDE));
    tenant.createDatabaseSecret();
    tenant.apply(HISTORY);
    tenant.apply(TARGET);
    tenant.applyHook(
        NAME,
        "{type: Http, maxConcurrentTurns: 2, http: {url: \"%s\", timeout: 10s}}"
            .formatted(responder.url("/switched")),
        "conversationHistoryRef: {name: customers}",
        "load: {serviceTime: 1s, variation: \"0.5\"}");
    var desk = new PromisedDesk(cluster, tenant);
    cluster.untilReady(desk.namespace(), NAME);
    Cluster.until(
        Cluster.ROLLOUT,
        () -> assertThat(desk.said("Autoscaled")).as("Autoscaled").isEqualTo("True Promise"));
    return desk;
  }

  private static LongSupplier lognormal() {
    var random = new Random(1);
    double variance = Math.log1p(VARIATION * VARIATION);
    double median = MEAN_MILLIS * Math.exp(-variance / 2);
    return () -> (long) (median * Math.exp(Math.sqrt(variance) * random.nextGaussian()));
  }

  String namespace() {
    return tenant.namespace();
  }

  Sender sender(Http http) {
    return tenant.sender(http, NAME);
  }

  List<Pod> pods() {
    return cluster.connectors(namespace(), NAME);
  }

  /** Status and reason of a condition, empty when absent. */
  String said(String condition) {
    return cluster.said(namespace(), NAME, condition);
  }

  /** Why it has the replicas it has. */
  String sizing() {
    Channel channel = cluster.channel(namespace(), NAME).get();
    ChannelStatus status = Objects.requireNonNull(channel.getStatus());
    return Objects.requireNonNullElse(status.sizing(), "");
  }

  Deployment deployment() {
    return resource().require();
  }

  /** The replicas that are asked for. */
  int replicas() {
    return deployment().getSpec().getReplicas();
  }

  /**
   * Whether as many pods are there as are asked for, all of them ready, and none on its way out.
   */
  boolean isCalm() {
    List<Pod> all =
        cluster
            .client()
            .pods()
            .inNamespace(namespace())
            .withLabel("touchpoint.cx/channel", NAME)
            .list()
            .getItems();
    return all.size() == replicas() && all.stream().allMatch(Readiness.getInstance()::isReady);
  }

  /** Who has set the number of replicas, by field manager. */
  List<String> whoSetReplicas() {
    return deployment().getMetadata().getManagedFields().stream()
        .filter(
            it ->
                it.getFieldsV1() != null
                    && it.getFieldsV1().getAdditionalProperties().get("f:spec")
                        instanceof Map<?, ?> spec
                    && spec.containsKey("f:replicas"))
        .map(ManagedFieldsEntry::getManager)
        .toList();
  }

  /** The share kept of what was decided in the last so many seconds, as Prometheus counts it. */
  String attainment(Duration window) {
    return decided("result=\"kept\",", window) + " / " + decided("", window);
  }

  private String decided(String result, Duration window) {
    return "sum(increase(touchpoint_promise_total{%snamespace=\"%s\",channel=\"desk\",phase=\"FirstResponse\"}[%ds]))"
        .formatted(result, namespace(), window.toSeconds());
  }

  private RollableScalableResource<Deployment> resource() {
    return cluster.client().apps().deployments().inNamespace(namespace()).withName(DEPLOYMENT);
  }
}
