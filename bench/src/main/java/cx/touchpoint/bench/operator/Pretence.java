package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.channel.ChannelInputs;
import cx.touchpoint.operator.channel.ConnectorPlan;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Pretends that controllers and kubelets were at work: every Deployment has its two pods, and
 * behind the address of each something answers as a connector does.
 */
final class Pretence implements AutoCloseable {

  /** Not the connectors' own port, which something else on this machine may have. */
  static final int PORT = 18_090;

  static final int REPLICAS = 2;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer connectors;
  private final Map<String, String> revisions = new ConcurrentHashMap<>();
  private final AtomicInteger addresses = new AtomicInteger();
  private int rolledOut;
  private final LongAdder asked = new LongAdder();

  Pretence() throws IOException {
    connectors = HttpServer.create(new InetSocketAddress("0.0.0.0", PORT), 0);
    connectors.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    connectors.createContext("/status", this::answer);
    connectors.start();
  }

  /** How often connectors were asked so far. */
  long asked() {
    return asked.sum();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.increment();
      String revision = revisions.get(exchange.getLocalAddress().getAddress().getHostAddress());
      byte[] body =
          JSON.writeValueAsBytes(new ConnectorStatus("1", revision, null, List.of(), false, null));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Rolls out Deployments until those of so many Channels have their pods. */
  void rollOut(KubernetesClient client, int number) {
    if (number <= rolledOut) {
      return;
    }
    ChannelInputs inputs = Workload.inputs(client);
    var channels = client.resources(Channel.class).inNamespace(Workload.NAMESPACE);
    Parallel.each(
        Workload.names(rolledOut, number),
        name -> rollOut(client, channels.withName(name).require(), inputs));
    rolledOut = number;
  }

  private void rollOut(KubernetesClient client, Channel channel, ChannelInputs inputs) {
    String revision = ConnectorPlan.of(channel, inputs).configuration().revision();
    Deployment deployment =
        client
            .apps()
            .deployments()
            .inNamespace(Workload.NAMESPACE)
            .withName(channel.getMetadata().getName() + "-connector")
            .require();
    for (int i = 0; i < REPLICAS; i++) {
      int number = addresses.incrementAndGet();
      // All of 127.0.0.0/8 is this machine.
      String address = "127.1.%d.%d".formatted(number / 250, number % 250 + 1);
      revisions.put(address, revision);
      Pod pod = client.resource(pod(deployment, i)).create();
      pod.setStatus(running(address));
      client.resource(pod).updateStatus();
    }
    client
        .resource(
            new DeploymentBuilder(deployment)
                .withNewStatus()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(REPLICAS)
                .withUpdatedReplicas(REPLICAS)
                .withReadyReplicas(REPLICAS)
                .withAvailableReplicas(REPLICAS)
                .addNewCondition()
                .withType("Available")
                .withStatus("True")
                .withReason("MinimumReplicasAvailable")
                .withMessage("Deployment has minimum availability.")
                .endCondition()
                .endStatus()
                .build())
        .updateStatus();
  }

  private static Pod pod(Deployment deployment, int number) {
    var template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName(deployment.getMetadata().getName() + "-5d4f8c7b9-" + number)
        .withNamespace(Workload.NAMESPACE)
        .endMetadata()
        .withSpec(template.getSpec())
        .editSpec()
        .withServiceAccountName(null)
        .withNodeName("node-" + number)
        .endSpec()
        .build();
  }

  private static io.fabric8.kubernetes.api.model.PodStatus running(String address) {
    var status = new PodStatusBuilder().withPhase("Running").withPodIP(address);
    for (String type : List.of("Initialized", "Ready", "ContainersReady", "PodScheduled")) {
      status.addNewCondition().withType(type).withStatus("True").endCondition();
    }
    return status
        .addNewPodIP(address)
        .withHostIP("192.0.2.1")
        .addNewHostIP("192.0.2.1")
        .addNewContainerStatus()
        .withName("connector")
        .withImage(Workload.SETTINGS.connectorImage())
        .withImageID("sha256:0")
        .withContainerID("containerd://0")
        .withReady(true)
        .withStarted(true)
        .withRestartCount(0)
        .withNewState()
        .withNewRunning()
        .withStartedAt("2026-01-01T00:00:00Z")
        .endRunning()
        .endState()
        .endContainerStatus()
        .build();
  }

  @Override
  public void close() {
    connectors.stop(0);
  }
}
