package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.fault.SupportChannel.Step;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another Channel takes the place of the one of which something is about to be said. */
@ExtendWith({Helm.class, OwnCluster.class})
final class LateStatusTest {

  @Test
  void aStatusThatComesTooLateIsNotToldOfTheChannelThatTookThePlace(OwnApiServer server)
      throws IOException {
    KubernetesClient client = server.client();
    client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
    var replaced = new AtomicReference<String>();
    var told = new ConcurrentLinkedQueue<String>();
    try (var api = new FaultyApi(server);
        var operator = OperatorPod.once("late-status", api).start()) {
      var channel = SupportChannel.in("late-status", client);
      Runnable replace =
          () -> {
            replaced.set(channel.find().orElseThrow().getMetadata().getUid());
            Fate.Replaced.befall(channel);
          };
      try (var informer = channel.watch(it -> told.add(told(it)))) {
        api.faults(atFirstStatus(channel, new Fault.Overtaken(replace, () -> {})));
        channel.classAt(Step.Created);
        channel.create();
        // Nobody collects what the former Channel became, so there is but one thing to say.
        await().untilAsserted(() -> assertThat(told).anyMatch(it -> it.endsWith(" Unavailable")));
        assertThat(told)
            .filteredOn(it -> !it.startsWith(replaced.get()))
            .allMatch(it -> it.endsWith(" nothing") || it.endsWith(" Unavailable"));
      }
    }
  }

  private static String told(Channel channel) {
    String reason =
        channel.getStatus() == null
            ? "nothing"
            : Conditions.find(channel.getStatus().conditions(), "Ready").orElseThrow().getReason();
    return channel.getMetadata().getUid() + " " + reason;
  }

  private static Fault.Source atFirstStatus(SupportChannel channel, Fault fault) {
    var seen = new AtomicBoolean();
    return (method, path) ->
        channel.isWrite(method, path) && path.endsWith("/status") && !seen.getAndSet(true)
            ? fault
            : new Fault.None();
  }
}
