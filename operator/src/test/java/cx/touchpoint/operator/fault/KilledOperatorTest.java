package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.operator.chart.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator killed at every write it makes. What the API server then holds is the same whether
 * the operator died after one write was taken or before the next one was sent, so each such moment
 * is met once: right after a write was taken, before its answer arrived, and before the first.
 */
@ExtendWith({Helm.class, OwnCluster.class})
final class KilledOperatorTest {

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %1$s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %1$s}
        responder: {type: Echo}
      """;

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: %2$s
        scaling: %3$s
        connector: {podAnnotations: {note: %4$s}}
      """;

  private static final String INGRESS =
      "{type: Ingress, hostTemplate: '{channel}-{namespace}.example.com',"
          + " ingress: {className: nginx}}";

  /** What a Channel's class says, one after the other. */
  private enum Step {
    /** Everything is created. */
    Created(INGRESS, "{minReplicas: 3}", "first"),
    /** The Deployment changes; its replicas change hands, and an autoscaler is created. */
    Changed(INGRESS, "{minReplicas: 3, maxReplicas: 9}", "second"),
    /** The Ingress and the autoscaler are deleted. */
    Withdrawn("{type: None}", "{minReplicas: 3}", "second");

    private final String exposure;
    private final String scaling;
    private final String note;

    Step(String exposure, String scaling, String note) {
      this.exposure = exposure;
      this.scaling = scaling;
      this.note = note;
    }
  }

  @Test
  void aChannelComesToTheSameEndWhereverItsOperatorIsKilled(OwnApiServer server)
      throws IOException {
    KubernetesClient client = server.client();
    try (var api = new FaultyApi(server);
        var children = Children.watch(client);
        var operator = OperatorPod.restarting("killed", api).start()) {
      var ends = new LinkedHashMap<Step, Map<String, String>>();
      var writes = new LinkedHashMap<Step, Integer>();
      String reference = newNamespace(client, "unharmed");
      for (Step step : Step.values()) {
        int before = writesIn(reference, api);
        begin(step, reference, client);
        ends.put(step, settled(reference, client));
        writes.put(step, writesIn(reference, api) - before);
      }
      assertThat(writes.get(Step.Created)).as("writes %s", writes).isGreaterThanOrEqualTo(9);
      assertThat(writes.get(Step.Withdrawn)).as("writes %s", writes).isGreaterThanOrEqualTo(3);

      int longest = writes.values().stream().mapToInt(it -> it).max().orElseThrow();
      for (int point = 0; point <= longest; point++) {
        String namespace = newNamespace(client, "killed-" + point);
        for (Step step : Step.values()) {
          var killed = new AtomicInteger();
          boolean due = point <= writes.getOrDefault(step, 0);
          if (due) {
            api.faults(killing(namespace, point, operator::kill, killed));
          }
          begin(step, namespace, client);
          if (due) {
            await().untilAsserted(() -> assertThat(killed).hasValue(1));
          }
          var end = ends.get(step);
          await()
              .alias(step + " in " + namespace)
              .untilAsserted(() -> assertThat(State.of(namespace, client)).isEqualTo(end));
        }
      }
      assertThat(children.doubled()).isEmpty();
      assertThat(children.deleted())
          .allMatch(it -> it.contains("/Ingress/") || it.contains("/HorizontalPodAutoscaler/"))
          .hasSize(2 * (longest + 2));
      assertThat(createdTwice(api)).isEmpty();
    }
  }

  /** After how many writes it is killed; 0 is before the first. */
  private static Fault.Source killing(
      String namespace, int point, Runnable kill, AtomicInteger killed) {
    var seen = new AtomicInteger();
    return (method, path) -> {
      if (!isWriteIn(namespace, method, path) || killed.get() > 0) {
        return new Fault.None();
      }
      Runnable once =
          () -> {
            kill.run();
            killed.incrementAndGet();
          };
      if (point == 0) {
        return new Fault.Before(once);
      }
      return seen.incrementAndGet() == point ? new Fault.After(once) : new Fault.None();
    };
  }

  private static List<String> createdTwice(FaultyApi api) {
    var created = new LinkedHashMap<String, Integer>();
    api.answered().stream()
        .filter(it -> it.isWrite() && it.status() == 201 && !it.path().endsWith("/events"))
        .forEach(it -> created.merge(it.path(), 1, Integer::sum));
    return created.entrySet().stream()
        .filter(it -> it.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int writesIn(String namespace, FaultyApi api) {
    return (int)
        api.answered().stream().filter(it -> isWriteIn(namespace, it.method(), it.path())).count();
  }

  private static boolean isWriteIn(String namespace, String method, String path) {
    return Request.isWrite(method, path) && path.contains("/namespaces/" + namespace + "/");
  }

  private static void begin(Step step, String namespace, KubernetesClient client) {
    client
        .resource(CLASS.formatted(namespace, step.exposure, step.scaling, step.note))
        .forceConflicts()
        .serverSideApply();
    if (step == Step.Created) {
      client.resource(CHANNEL.formatted(namespace)).create();
    }
  }

  /** The state when it has not changed for two seconds. */
  private static Map<String, String> settled(String namespace, KubernetesClient client) {
    var last = new LinkedHashMap<String, String>();
    await()
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              var now = State.of(namespace, client);
              boolean same = now.equals(last) && now.containsKey("status");
              last.clear();
              last.putAll(now);
              return same;
            });
    return Map.copyOf(last);
  }

  private static String newNamespace(KubernetesClient client, String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }
}
