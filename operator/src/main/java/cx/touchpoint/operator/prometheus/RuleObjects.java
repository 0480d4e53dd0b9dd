package cx.touchpoint.operator.prometheus;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.RuleBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.RuleGroupBuilder;
import java.util.List;

/** Rule groups as objects of Kubernetes. */
public final class RuleObjects {

  /** On ConfigMaps with rules files, for whatever brings them to a Prometheus without operator. */
  public static final String RULES_LABEL = "touchpoint.cx/rules";

  private RuleObjects() {}

  /** For the Prometheus Operator. */
  public static HasMetadata prometheusRule(ObjectMeta metadata, List<RuleGroup> groups) {
    return new PrometheusRuleBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withGroups(groups.stream().map(RuleObjects::group).toList())
        .endSpec()
        .build();
  }

  /** For a Prometheus without it: one rules file, named after the object. */
  public static HasMetadata configMap(ObjectMeta metadata, List<RuleGroup> groups) {
    return new ConfigMapBuilder()
        .withMetadata(metadata)
        .addToData(
            metadata.getNamespace() + "-" + metadata.getName() + ".rules.yaml",
            RuleFiles.of(groups))
        .build();
  }

  private static io.fabric8.openshift.api.model.monitoring.v1.RuleGroup group(RuleGroup group) {
    return new RuleGroupBuilder()
        .withName(group.name())
        .withInterval(group.interval().toString())
        .withRules(group.rules().stream().map(RuleObjects::rule).toList())
        .build();
  }

  private static io.fabric8.openshift.api.model.monitoring.v1.Rule rule(Rule rule) {
    var builder =
        new RuleBuilder().withExpr(new IntOrString(rule.expression())).withLabels(rule.labels());
    switch (rule) {
      case Rule.Recording it -> builder.withRecord(it.name());
      case Rule.Alerting it -> {
        builder.withAlert(it.name()).withAnnotations(it.annotations());
        it.pending().ifPresent(span -> builder.withFor(span.toString()));
      }
    }
    return builder.build();
  }
}
