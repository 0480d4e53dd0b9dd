package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The floor: knows what is to be written and writes it, by the same client and the same patches as
 * the operator. No cache, no watch, no queue, no Event.
 */
final class RawWriter {

  /** As many as the operator reconciles at once. */
  private static final int THREADS = 16;

  private RawWriter() {}

  /** Takes the file of the statuses; prints one line, a {@link Ran}. */
  @SuppressWarnings("SystemOut") // the harness reads it
  public static void main(String[] arguments) throws Exception {
    Map<String, ChannelStatus> statuses =
        new JsonMapper().readValue(Path.of(arguments[0]).toFile(), new TypeReference<>() {});
    var log = new RequestLog();
    try (KubernetesClient client = Clients.counted(log);
        var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Void>> all = new ArrayList<>();
      Workload.plans(client)
          .forEach(
              (channel, objects) -> {
                Channel withStatus = withStatus(channel, statuses);
                all.add(() -> write(client, objects, withStatus));
              });
      for (Future<Void> written : threads.invokeAll(all)) {
        written.get();
      }
      System.out.println(Ran.of(log, log.last(), Ran.cpuNow()).line());
    }
  }

  private static Void write(
      KubernetesClient client, List<HasMetadata> objects, Channel withStatus) {
    for (HasMetadata object : objects) {
      client.resource(object).patch(apply(false));
    }
    client.resource(withStatus).subresource("status").patch(apply(true));
    return null;
  }

  private static PatchContext apply(boolean force) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager("touchpoint")
        .withForce(force)
        .build();
  }

  private static Channel withStatus(Channel channel, Map<String, ChannelStatus> statuses) {
    var fresh = new Channel();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(channel.getMetadata().getName())
            .withNamespace(channel.getMetadata().getNamespace())
            .build());
    fresh.setStatus(Objects.requireNonNull(statuses.get(channel.getMetadata().getName())));
    return fresh;
  }
}
