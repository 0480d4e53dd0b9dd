package cx.touchpoint.operator.api;

import static io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wrong in one Channel is told there, and no other Channel waits for it. */
@ExtendWith({Helm.class, RealApiServer.class})
final class UnresolvableOnApiServerTest {

  /** Stands in the files for the namespace that each of them gets. */
  private static final String TENANT = "tenant-care";

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: sound}
      spec: {exposure: {type: None}}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: %s}
      spec:
        type: Webhook
        classRef: {name: sound}
        responder: {type: Echo, maxConcurrentTurns: %d}
      """;

  @Test
  void amongAllThatIsWrongEveryOtherChannelIsServedAsBefore(
      Helm helm, Config config, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
    String sound = server.newNamespace(client, "sound");
    client.resource(CLASS).create();
    try (var operator = RunningOperator.start(config)) {
      client.resource(CHANNEL.formatted("before", sound, 1)).create();
      await().untilAsserted(() -> assertThat(turns(client, sound, "before")).contains(": 1,"));

      ApiCase.all()
          .filter(it -> !it.refusals().isEmpty())
          .forEach(it -> assertThat(isTaken(it, sound, client)).as(it.toString()).isFalse());
      var wrong = new TreeMap<String, ApiCase>();
      ApiCase.in(InvalidInput.Told.IN_STATUS.folder())
          .forEach(it -> wrong.put(apply(it, client, server), it));
      wrong.forEach((namespace, example) -> assertTold(example, namespace, client));

      client.resource(CHANNEL.formatted("before", sound, 2)).forceConflicts().serverSideApply();
      client.resource(CHANNEL.formatted("after", sound, 3)).create();
      await().untilAsserted(() -> assertThat(turns(client, sound, "before")).contains(": 2,"));
      await().untilAsserted(() -> assertThat(turns(client, sound, "after")).contains(": 3,"));
      assertThat(status(client, sound, "after", "Stalled")).isEmpty();
    } finally {
      client.resource(CLASS).delete();
    }
  }

  private static boolean isTaken(ApiCase example, String namespace, KubernetesClient client) {
    try {
      client.resource(example.body()).inNamespace(namespace).fieldValidation(STRICT).create();
      return true;
    } catch (KubernetesClientException | IllegalArgumentException refused) {
      return false;
    }
  }

  /** In the order of the file, each Channel once the one before is told where it stands. */
  private static String apply(ApiCase example, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "wrong");
    for (String document : example.body().replace(TENANT, namespace).split("---\n", -1)) {
      if (client.resource(document).create() instanceof Channel channel) {
        await()
            .until(
                () -> {
                  Channel now = client.resource(channel).get();
                  return now.getStatus() != null
                      && now.getMetadata()
                          .getGeneration()
                          .equals(now.getStatus().observedGeneration());
                });
      }
    }
    return namespace;
  }

  private static void assertTold(ApiCase example, String namespace, KubernetesClient client) {
    if (System.getProperty("golden.update") != null) {
      await().until(() -> !told(namespace, client).isEmpty());
      example.expected(told(namespace, client));
    } else {
      await()
          .untilAsserted(
              () ->
                  assertThat(told(namespace, client))
                      .as(example.toString())
                      .isEqualTo(example.refusals()));
    }
  }

  /** What a person must act on, by Channel. */
  private static List<String> told(String namespace, KubernetesClient client) {
    return client.resources(Channel.class).inNamespace(namespace).list().getItems().stream()
        .flatMap(
            it ->
                status(client, namespace, it.getMetadata().getName(), "Stalled").stream()
                    .map(
                        stalled ->
                            it.getMetadata().getName()
                                + " "
                                + stalled.getReason()
                                + ": "
                                + stalled.getMessage().replace(namespace, TENANT)))
        .sorted()
        .toList();
  }

  private static List<Condition> status(
      KubernetesClient client, String namespace, String name, String type) {
    Channel channel = client.resources(Channel.class).inNamespace(namespace).withName(name).get();
    return channel.getStatus() == null
        ? List.of()
        : Conditions.find(channel.getStatus().conditions(), type).stream().toList();
  }

  private static String turns(KubernetesClient client, String namespace, String channel) {
    var file = client.configMaps().inNamespace(namespace).withName(channel + "-connector").get();
    Map<String, String> data = file == null ? Map.of() : file.getData();
    return data.getOrDefault("connector.json", "").replaceAll("(?s).*maxConcurrentTurns\"", "");
  }
}
