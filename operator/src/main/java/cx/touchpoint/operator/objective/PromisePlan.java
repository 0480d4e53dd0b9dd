package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.kube.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * Everything one promise becomes. The same inputs give the same plan, byte for byte.
 *
 * @param objects rules, as a PrometheusRule or as ConfigMaps
 * @param objectives what is promised and measured
 * @param rules how many rules these hold
 * @param channels how many Channels promise it
 * @param problems what cannot be measured as it is written; the rest is planned all the same
 * @param prometheus the address of whoever is asked how it stands; empty when nobody is
 */
public record PromisePlan(
    List<HasMetadata> objects,
    List<Objective> objectives,
    int rules,
    int channels,
    List<Problem> problems,
    Optional<String> prometheus)
    implements Plan {
  public PromisePlan {
    objects = List.copyOf(objects);
    objectives = List.copyOf(objectives);
    problems = List.copyOf(problems);
  }
}
