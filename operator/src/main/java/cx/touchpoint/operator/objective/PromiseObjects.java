package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.Names;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.kube.Owners;
import cx.touchpoint.operator.prometheus.RuleFiles;
import cx.touchpoint.operator.prometheus.RuleGroup;
import cx.touchpoint.operator.prometheus.RuleObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects in which a promise's rules reach Prometheus. */
public final class PromiseObjects {

  private PromiseObjects() {}

  /**
   * Plans the objects of one promise.
   *
   * @param owner the promise
   * @param label the label by which its objects are found again
   * @param suffix what its objects' names end with
   */
  public static PromisePlan plan(
      HasMetadata owner,
      String label,
      String suffix,
      List<Objective> objectives,
      PromiseInputs inputs,
      PromiseTerms terms) {
    List<RuleGroup> groups =
        objectives.stream()
            .flatMap(it -> ObjectiveRules.of(it, inputs.settings().pace()).stream())
            .toList();
    var objects = new ArrayList<HasMetadata>();
    boolean served = inputs.served().contains(OptionalApi.PrometheusOperator);
    for (List<RuleGroup> part : RuleFiles.parts(groups)) {
      String ending = objects.isEmpty() ? suffix : suffix + "-" + (objects.size() + 1);
      objects.add(
          served
              ? RuleObjects.prometheusRule(metadata(owner, label, ending, terms.selectedBy()), part)
              : RuleObjects.configMap(
                  metadata(owner, label, ending, Map.of(RuleObjects.RULES_LABEL, "true")), part));
    }
    return new PromisePlan(
        objects,
        objectives,
        groups.stream().mapToInt(it -> it.rules().size()).sum(),
        inputs.chosen().size(),
        terms.problems(),
        terms.prometheus());
  }

  private static ObjectMeta metadata(
      HasMetadata owner, String label, String suffix, Map<String, String> more) {
    String name = owner.getMetadata().getName();
    var labels = new TreeMap<>(more);
    labels.putAll(Labels.ofPromise(label, name));
    return new ObjectMetaBuilder()
        .withName(Names.fitting(name, suffix))
        .withNamespace(owner.getMetadata().getNamespace())
        .withLabels(labels)
        .withOwnerReferences(Owners.reference(owner))
        .build();
  }
}
