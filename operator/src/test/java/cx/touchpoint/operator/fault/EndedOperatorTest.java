package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.fault.SupportChannel.Step;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator is told to end, as every upgrade does it, while it is at work. */
@ExtendWith({Helm.class, OwnCluster.class})
final class EndedOperatorTest {

  private static final Duration LONG_ENOUGH_TO_STOP_WATCHES = Duration.ofSeconds(3);

  /** Its caches go when it stops its watches; what it did then, it did as if nothing existed. */
  @Test
  void anOperatorToldToEndFinishesWhatItIsAtByWhatItKnows(OwnApiServer server) throws IOException {
    KubernetesClient client = server.client();
    client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
    try (var api = new FaultyApi(server)) {
      var channel = SupportChannel.in("ended", client);
      try (var operator = OperatorPod.once("ended", api).start()) {
        channel.classAt(Step.Created);
        channel.create();
        channel.settled();
        int before = api.answered().size();
        var ended = new AtomicBoolean();
        api.faults(
            atFirstWrite(
                channel,
                new Fault.After(
                    () -> {
                      operator.end();
                      awaitNoWatches(api);
                      ended.set(true);
                    })));
        channel.classAt(Step.Changed);
        await().untilTrue(ended);
        int exit = operator.exitCode();

        List<Request> since = api.answered().subList(before, api.answered().size());
        assertThat(since)
            .filteredOn(it -> channel.isIn(it.path()))
            .allMatch(it -> it.status() < HttpURLConnection.HTTP_BAD_REQUEST)
            .allMatch(Request::isWrite);
        assertThat(exit).as("exit code after SIGTERM").isIn(0, 143);
      }
      Map<String, String> left = channel.state();
      client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
      var writes = new AtomicInteger();
      try (var next = OperatorPod.once("ended-next", api)) {
        api.faults(
            (method, path) -> {
              if (channel.isWrite(method, path)) {
                writes.incrementAndGet();
              }
              return new Fault.None();
            });
        next.start();
        assertThat(becomesAgain(channel, api)).isEqualTo(left);
        assertThat(writes).as("writes that were left to the next").hasValue(0);
      }
    }
  }

  /** The state when the next operator has done something else that it was asked for later. */
  private static Map<String, String> becomesAgain(SupportChannel channel, FaultyApi api) {
    var later = SupportChannel.in(channel.namespace() + "-later", channel.client());
    later.classAt(Step.Created);
    later.create();
    await().untilAsserted(() -> assertThat(later.writes(api)).isNotEmpty());
    later.settled();
    return channel.settled();
  }

  private static void awaitNoWatches(FaultyApi api) {
    try {
      await().atMost(LONG_ENOUGH_TO_STOP_WATCHES).until(() -> api.watches().open() == 0);
    } catch (ConditionTimeoutException e) {
      // It waits for the answer first, as it should.
    }
  }

  private static Fault.Source atFirstWrite(SupportChannel channel, Fault fault) {
    var seen = new AtomicBoolean();
    return (method, path) ->
        channel.isWrite(method, path) && !seen.getAndSet(true) ? fault : new Fault.None();
  }
}
