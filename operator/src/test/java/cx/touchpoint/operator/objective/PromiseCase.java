package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.reference.Chosen;
import cx.touchpoint.operator.responsetime.ResponseTimePlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A promise and what is there for it, as one file: a class, Channels, and the promise last. A first
 * line {@code # served: PrometheusOperator} says that this API is.
 */
public record PromiseCase(PromisePlan plan) {

  private static final KubernetesSerialization YAML = OperatorProcess.serialization();

  /** Reads and plans a file. */
  public static PromiseCase read(Path file) {
    try {
      return of(Files.readString(file), Pace.NORMAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Plans a text of the same form. */
  public static PromiseCase of(String text, Pace pace) {
    var channels = new ArrayList<Channel>();
    var classes = new ArrayList<ChannelClass>();
    var settings = new PromiseSettings(pace, Optional.of("https://runbooks.example.com"));
    Set<OptionalApi> served =
        text.startsWith("# served: PrometheusOperator\n")
            ? Set.of(OptionalApi.PrometheusOperator)
            : Set.of();
    for (String document : text.split("(?m)^---\n", -1)) {
      if (document.lines().allMatch(it -> it.isBlank() || it.startsWith("#"))) {
        continue;
      }
      switch (YAML.<HasMetadata>unmarshal(document)) {
        case ChannelClass it -> classes.add(it);
        case Channel it -> channels.add(it);
        case ResponseTimeTarget it -> {
          var chosen = Chosen.of(it.getSpec().channels(), channels);
          return new PromiseCase(
              ResponseTimePlan.of(it, new PromiseInputs(chosen, classes, served, settings)));
        }
        case ServiceLevelObjective it -> {
          var selection = it.getSpec().channels();
          var chosen = selection == null ? List.<Channel>of() : Chosen.of(selection, channels);
          return new PromiseCase(
              ServiceLevelPlan.of(it, new PromiseInputs(chosen, classes, served, settings)));
        }
        case HasMetadata it ->
            throw new IllegalArgumentException(it.getKind() + " has no use here");
      }
    }
    throw new IllegalArgumentException("no promise at the end of:\n" + text);
  }
}
