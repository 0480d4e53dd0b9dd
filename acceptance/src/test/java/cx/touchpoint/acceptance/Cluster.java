package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** The cluster under test, asked as its administrator. */
record Cluster(KubernetesClient client, Path kubeconfig) implements AutoCloseable {

  static final String QUICKSTART = "touchpoint-quickstart";
  static final String OPERATOR = "touchpoint-system";

  /** Long enough for pods to start one after the other on a small machine. */
  static final Duration ROLLOUT = Duration.ofMinutes(3);

  /** The kubelet refreshes mounted files about once a minute, and the operator asks every 30 s. */
  static final Duration REMOUNT = Duration.ofMinutes(4);

  static Cluster of(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    return new Cluster(new KubernetesClientBuilder().withConfig(config).build(), kubeconfig);
  }

  /** Repeats what asserts until it holds; fails with what it said, or threw, last. */
  static void until(Duration atMost, ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(500))
        .pollInSameThread()
        .ignoreExceptions()
        .untilAsserted(assertion);
  }

  Resource<Channel> channel(String namespace, String name) {
    return client.resources(Channel.class).inNamespace(namespace).withName(name);
  }

  void untilReady(String namespace, String name) {
    until(ROLLOUT, () -> assertReady(namespace, name));
  }

  /** Ready for the newest generation, in the way kstatus reads it. */
  void assertReady(String namespace, String name) {
    Channel channel = channel(namespace, name).get();
    assertThat(channel).as("Channel %s/%s", namespace, name).isNotNull();
    ChannelStatus status = channel.getStatus();
    assertThat(status).as("status of Channel %s/%s", namespace, name).isNotNull();
    assertThat(conditions(status)).contains("Ready=True");
    assertThat(status.observedGeneration()).isEqualTo(channel.getMetadata().getGeneration());
  }

  /** Conditions as {@code Type=Status}, with reason and message of those that do not hold. */
  static List<String> conditions(ChannelStatus status) {
    return status.conditions().stream()
        .map(
            it ->
                it.getType()
                    + "="
                    + it.getStatus()
                    + (it.getStatus().equals("True") && !it.getType().equals("Stalled")
                        ? ""
                        : " " + it.getReason() + ": " + it.getMessage()))
        .toList();
  }

  Optional<Condition> condition(String namespace, String name, String type) {
    return Optional.ofNullable(channel(namespace, name).get())
        .map(Channel::getStatus)
        .flatMap(
            status ->
                status.conditions().stream().filter(it -> it.getType().equals(type)).findFirst());
  }

  /** Status and reason of a condition, {@code "False CredentialMissing"}; empty when absent. */
  String said(String namespace, String name, String type) {
    return condition(namespace, name, type)
        .map(it -> it.getStatus() + " " + it.getReason())
        .orElse("");
  }

  /** The address of a Channel for one use, as its status gives it. */
  String endpoint(String namespace, String name, String use) {
    return Objects.requireNonNull(channel(namespace, name).get().getStatus()).endpoints().stream()
        .filter(it -> it.name().equals(use))
        .map(ChannelStatus.Endpoint::url)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no endpoint " + use + " of " + namespace + "/" + name));
  }

  /** The address of the first node. */
  String nodeAddress() {
    return client.nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
        .filter(it -> it.getType().equals("InternalIP"))
        .findFirst()
        .orElseThrow()
        .getAddress();
  }

  /** Where a Service of type NodePort is reached from this machine. */
  String nodePort(String namespace, String service) {
    int port =
        client
            .services()
            .inNamespace(namespace)
            .withName(service)
            .require()
            .getSpec()
            .getPorts()
            .getFirst()
            .getNodePort();
    return "http://" + nodeAddress() + ":" + port;
  }

  /** Scheme, host and port customers use. */
  String base(String namespace, String name, String use) {
    return endpoint(namespace, name, use).replaceFirst("^(https?://[^/]+)/.*$", "$1");
  }

  /** The pods of a Channel that are not on their way out. */
  List<Pod> connectors(String namespace, String channel) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("touchpoint.cx/channel", channel)
        .list()
        .getItems()
        .stream()
        .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  Set<String> connectorUids(String namespace, String channel) {
    return connectors(namespace, channel).stream()
        .map(it -> it.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  /** Asks once by the Eviction API; false when the budget forbids it for now. */
  boolean evict(Pod pod) {
    var once = new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build();
    try (var asking = new KubernetesClientBuilder().withConfig(once).build()) {
      return asking
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .evict();
    }
  }

  /** What a pod has written so far. */
  List<String> log(Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .getLog()
        .lines()
        .toList();
  }

  /** What one pod answers on its internal port, through the API server. */
  String internal(Pod pod, String path) {
    return client.raw(
        "/api/v1/namespaces/%s/pods/%s:8090/proxy%s"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), path));
  }

  @Override
  public void close() {
    client.close();
  }
}
