package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The floor: knows what is to be written and writes it, by the same client and the same patches as
 * the operator. No cache, no watch, no queue, no Event.
 */
final class RawWriter {

  private RawWriter() {}

  /**
   * Takes its name, the file of a status, the name of the first Channel and the kinds to write; all
   * kinds and the statuses where none is named. Prints one line, a {@link Look}.
   */
  @SuppressWarnings("SystemOut") // the harness reads it
  public static void main(String[] arguments) throws Exception {
    var log = new RequestLog();
    try (KubernetesClient client = Clients.counted(log, arguments[0])) {
      String status = Files.readString(Path.of(arguments[1]));
      Set<String> kinds = Arrays.stream(arguments).skip(3).collect(Collectors.toSet());
      Map<Channel, List<HasMetadata>> plans = Workload.plans(client);
      Parallel.each(
          plans.entrySet().stream()
              .filter(it -> it.getKey().getMetadata().getName().compareTo(arguments[2]) >= 0)
              .toList(),
          plan -> {
            for (HasMetadata object : plan.getValue()) {
              if (kinds.isEmpty() || kinds.contains(object.getKind())) {
                client.resource(object).patch(apply(!kinds.isEmpty()));
              }
            }
            if (kinds.isEmpty()) {
              client
                  .resource(withStatus(plan.getKey(), status))
                  .subresource("status")
                  .patch(apply(true));
            }
          });
      System.out.println(Look.here(log, 0, 0).line());
    }
  }

  static PatchContext apply(boolean force) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager("touchpoint")
        .withForce(force)
        .build();
  }

  /** Keeps the status of one Channel as the pattern of all. */
  static void learnStatus(Channel channel, Path file) throws IOException {
    String status = new JsonMapper().writeValueAsString(channel.getStatus());
    Files.writeString(file, status.replace(channel.getMetadata().getName(), "{name}"));
  }

  private static Channel withStatus(Channel channel, String status) {
    String name = channel.getMetadata().getName();
    var fresh = new Channel();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(channel.getMetadata().getNamespace())
            .build());
    try {
      fresh.setStatus(
          new JsonMapper().readValue(status.replace("{name}", name), ChannelStatus.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fresh;
  }
}
