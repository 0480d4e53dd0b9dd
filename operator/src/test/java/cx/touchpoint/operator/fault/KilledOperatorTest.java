package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.fault.SupportChannel.Step;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
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

  @Test
  void aChannelComesToTheSameEndWhereverItsOperatorIsKilled(OwnApiServer server)
      throws IOException {
    KubernetesClient client = server.client();
    try (var api = new FaultyApi(server);
        var children = Children.watch(client);
        var operator = OperatorPod.restarting("killed", api).start()) {
      var ends = new LinkedHashMap<Step, Map<String, String>>();
      var writes = new LinkedHashMap<Step, Integer>();
      var reference = SupportChannel.in("unharmed", client);
      for (Step step : Step.values()) {
        int before = reference.writes(api).size();
        begin(step, reference);
        ends.put(step, reference.settled());
        writes.put(step, reference.writes(api).size() - before);
      }
      assertThat(writes.get(Step.Created)).as("writes %s", writes).isGreaterThanOrEqualTo(9);
      assertThat(writes.get(Step.Withdrawn)).as("writes %s", writes).isGreaterThanOrEqualTo(3);

      int longest = writes.values().stream().mapToInt(it -> it).max().orElseThrow();
      for (int point = 0; point <= longest; point++) {
        var channel = SupportChannel.in("killed-" + point, client);
        for (Step step : Step.values()) {
          var killed = new AtomicInteger();
          boolean due = point <= writes.getOrDefault(step, 0);
          if (due) {
            api.faults(killing(channel, point, operator::kill, killed));
          }
          begin(step, channel);
          if (due) {
            await().untilAsserted(() -> assertThat(killed).hasValue(1));
          }
          var end = ends.get(step);
          await()
              .alias(step + " in " + channel.namespace())
              .untilAsserted(() -> assertThat(channel.state()).isEqualTo(end));
        }
      }
      assertThat(children.doubled()).isEmpty();
      assertThat(children.deleted())
          .allMatch(it -> it.contains("/Ingress/") || it.contains("/HorizontalPodAutoscaler/"))
          .hasSize(2 * (longest + 2));
      assertThat(createdTwice(api)).isEmpty();
    }
  }

  private static void begin(Step step, SupportChannel channel) {
    channel.classAt(step);
    if (step == Step.Created) {
      channel.create();
    }
  }

  /** After how many writes it is killed; 0 is before the first. */
  private static Fault.Source killing(
      SupportChannel channel, int point, Runnable kill, AtomicInteger killed) {
    var seen = new AtomicInteger();
    return (method, path) -> {
      if (!channel.isWrite(method, path) || killed.get() > 0) {
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
}
