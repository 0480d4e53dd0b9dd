package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.fault.SupportChannel.Step;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Channel is deleted, and perhaps made anew, while its operator dies. */
@ExtendWith({Helm.class, OwnCluster.class})
final class DeletedChannelTest {

  /** What a new Channel says whose place is not free yet: nobody has to act. */
  private static final String WAITS =
      "belongs to a former Channel of this name, which was deleted, and has not been deleted with it"
          + " yet. It is tried again";

  @BeforeAll
  static void assumeProgram() {
    GarbageCollector.assumeProgram();
  }

  /**
   * At each of its writes: the Channel meets its fate, the write comes after that, and the operator
   * dies before it learns of either.
   */
  @ParameterizedTest
  @EnumSource
  void anOperatorMayDieAtAnyWriteThatTheFateOfItsChannelOvertakes(Fate fate, OwnApiServer server)
      throws IOException {
    KubernetesClient client = server.client();
    String name = "overtaken-" + fate.name().toLowerCase(Locale.ROOT);
    client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
    try (var api = new FaultyApi(server);
        var children = Children.watch(client);
        var collector = GarbageCollector.start(server);
        var operator = OperatorPod.restarting(name, api).start()) {
      var reference = SupportChannel.in(name, client);
      var end = becomes(Step.Created, reference);
      int writes = reference.writes(api).size();
      assertThat(writes).isGreaterThanOrEqualTo(9);

      var overtaken = new ArrayList<SupportChannel>();
      for (int point = 1; point <= writes; point++) {
        var channel = SupportChannel.in(name + "-" + point, client);
        var killed = new AtomicInteger();
        Runnable kill =
            () -> {
              operator.kill();
              killed.incrementAndGet();
            };
        api.faults(at(point, channel, new Fault.Overtaken(() -> fate.befall(channel), kill)));
        channel.classAt(Step.Created);
        channel.create();
        await().untilAsserted(() -> assertThat(killed).hasValue(1));
        awaitEnd(fate, channel, end);
        overtaken.add(channel);
      }
      // It has looked around by the time that it has done this.
      assertThat(becomes(Step.Created, SupportChannel.in(name + "-later", client))).isEqualTo(end);
      var statuses = new ArrayList<Request>();
      for (int point = 1; point <= writes; point++) {
        SupportChannel channel = overtaken.get(point - 1);
        assertThatItIsOver(fate, channel, end);
        var written = channel.writes(api);
        if (fate != Fate.Replaced) {
          assertThat(written).as("none after its death").hasSize(point);
        } else if (written.get(point - 1).path().endsWith("/support/status")) {
          statuses.add(written.get(point - 1));
        }
      }
      if (fate == Fate.Replaced) {
        assertThat(statuses)
            .as("what was to be said of the former Channel is not said of the new one")
            .isNotEmpty()
            .allMatch(it -> it.status() >= 400);
      }
      assertThat(children.mostLives(name)).isEqualTo(fate == Fate.Replaced ? 2 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOperatorThatComesBackLeavesAloneWhatIsBeingDeleted(Fate fate, OwnApiServer server)
      throws IOException {
    KubernetesClient client = server.client();
    String name = "unheard-" + fate.name().toLowerCase(Locale.ROOT);
    client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
    try (var api = new FaultyApi(server);
        var operator = OperatorPod.once(name, api).start()) {
      var channel = SupportChannel.in(name, client);
      becomes(Step.Created, channel);
      operator.kill();
      channel.classAt(Step.Changed);
      fate.befall(channel);
      var doomed = versions(channel);

      operator.start();
      var end = becomes(Step.Changed, SupportChannel.in(name + "-later", client));
      if (fate == Fate.Replaced) {
        await().untilAsserted(() -> assertThat(channel.says()).contains(WAITS));
      }
      assertThat(versions(channel)).isEqualTo(doomed);

      try (var collector = GarbageCollector.start(server)) {
        awaitEnd(fate, channel, end);
      }
    }
  }

  private static Map<String, String> becomes(Step step, SupportChannel channel) {
    channel.classAt(step);
    channel.create();
    return channel.settled();
  }

  private static Fault.Source at(int point, SupportChannel channel, Fault fault) {
    var seen = new AtomicInteger();
    return (method, path) ->
        channel.isWrite(method, path) && seen.incrementAndGet() == point ? fault : new Fault.None();
  }

  private static void awaitEnd(Fate fate, SupportChannel channel, Map<String, String> end) {
    await()
        .alias(channel.namespace())
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThatItIsOver(fate, channel, end));
  }

  private static void assertThatItIsOver(
      Fate fate, SupportChannel channel, Map<String, String> end) {
    if (fate == Fate.Replaced) {
      // Whose uid the owner references name is compared too.
      assertThat(channel.state()).isEqualTo(end);
    } else {
      assertThat(channel.exists()).isFalse();
      assertThat(Children.in(channel.namespace(), channel.client())).isEmpty();
    }
  }

  /** The version of everything the Channel became, and its own while it is being deleted. */
  private static Map<String, String> versions(SupportChannel channel) {
    var versions = new TreeMap<String, String>();
    Children.in(channel.namespace(), channel.client())
        .forEach((name, child) -> versions.put(name, child.getMetadata().getResourceVersion()));
    channel
        .find()
        .filter(HasMetadata::isMarkedForDeletion)
        .ifPresent(it -> versions.put("Channel", it.getMetadata().getResourceVersion()));
    return versions;
  }
}
