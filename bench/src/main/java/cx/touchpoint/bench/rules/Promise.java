package cx.touchpoint.bench.rules;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.objective.ObjectiveRules;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromisePlan;
import cx.touchpoint.operator.objective.PromiseSettings;
import cx.touchpoint.operator.objective.ServiceLevelPlan;
import cx.touchpoint.operator.prometheus.RuleFiles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The same promise, made of us and of the others. */
final class Promise {

  /** The share of events that may be bad. */
  static final double BUDGET = 0.001;

  private static final Path FOLDER = Path.of("bench/rules");
  private static final KubernetesSerialization YAML = OperatorProcess.serialization();

  private Promise() {}

  /** Our rules, by the operator's own planning. */
  static RuleSet ofTouchpoint() throws IOException {
    List<HasMetadata> objects =
        Arrays.stream(Files.readString(FOLDER.resolve("touchpoint.yaml")).split("(?m)^---\n"))
            .<HasMetadata>map(YAML::unmarshal)
            .toList();
    PromisePlan plan =
        ServiceLevelPlan.of(
            only(objects, ServiceLevelObjective.class),
            new PromiseInputs(
                List.of(only(objects, Channel.class)),
                List.of(only(objects, ChannelClass.class)),
                Set.of(),
                new PromiseSettings(Pace.NORMAL, Optional.empty())));
    return RuleSet.read(
        RuleFiles.of(
            plan.objectives().stream()
                .flatMap(it -> ObjectiveRules.of(it, Pace.NORMAL).stream())
                .toList()));
  }

  /** Sloth's, made by Sloth. */
  static RuleSet ofSloth(Programs programs, Path folder) throws IOException, InterruptedException {
    Path rules = folder.resolve("sloth.rules.yaml");
    Programs.run(
        programs.sloth(),
        List.of(
            "generate",
            "--default-slo-period=28d",
            "--input=" + FOLDER.resolve("sloth.yaml"),
            "--out=" + rules));
    return RuleSet.read(Files.readString(rules));
  }

  /** Pyrra's, as Pyrra once made them. */
  static RuleSet ofPyrra() throws IOException {
    return RuleSet.read(Files.readString(FOLDER.resolve("pyrra.rules.yaml")));
  }

  private static <T> T only(List<HasMetadata> objects, Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }
}
