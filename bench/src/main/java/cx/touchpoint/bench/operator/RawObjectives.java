package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The floor of {@link Promising}: knows rules and statuses, and writes them as operators do. */
final class RawObjectives {

  private static final JsonMapper JSON = new JsonMapper();

  private RawObjectives() {}

  /** Takes its name and the file of a status. Prints one line, a {@link Look}. */
  @SuppressWarnings("SystemOut") // the harness reads it
  public static void main(String[] arguments) throws Exception {
    var log = new RequestLog();
    try (KubernetesClient client = Clients.counted(log, arguments[0])) {
      String status = Files.readString(Path.of(arguments[1]));
      Map<ServiceLevelObjective, List<HasMetadata>> plans = Objectives.plans(client);
      Parallel.each(
          plans.entrySet(),
          plan -> {
            plan.getValue().forEach(it -> client.resource(it).patch(RawWriter.apply(false)));
            client
                .resource(withStatus(plan.getKey(), status))
                .subresource("status")
                .patch(RawWriter.apply(true));
          });
      System.out.println(Look.here(log, 0, 0).line());
    }
  }

  /** Keeps the status of one as the pattern of all. */
  static void learnStatus(ServiceLevelObjective objective, Path file) throws IOException {
    String status = JSON.writeValueAsString(objective.getStatus());
    Files.writeString(file, status.replace(objective.getMetadata().getName(), "{name}"));
  }

  private static ServiceLevelObjective withStatus(ServiceLevelObjective objective, String status) {
    String name = objective.getMetadata().getName();
    var fresh = new ServiceLevelObjective();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(objective.getMetadata().getNamespace())
            .build());
    try {
      fresh.setStatus(JSON.readValue(status.replace("{name}", name), PromiseStatus.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fresh;
  }
}
