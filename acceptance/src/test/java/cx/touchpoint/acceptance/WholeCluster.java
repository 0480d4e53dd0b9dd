package cx.touchpoint.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the {@link Cluster} to tests, and leaves them out where none is named. */
final class WholeCluster implements ExecutionCondition, ParameterResolver {

  /** The system property that holds the path of a kubeconfig. */
  static final String PROPERTY = "touchpoint.cluster";

  static final String HOW_TO_RUN =
      "whole-cluster tests need a cluster: './touchpoint up', then './touchpoint test --cluster'"
          + " (mvn verify -Dtouchpoint.cluster=<kubeconfig>)";

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(WholeCluster.class);

  /** The kubeconfig that was named, if one was. */
  static Optional<Path> kubeconfig() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(it -> !it.isBlank())
        .map(Path::of);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return kubeconfig().isPresent()
        ? ConditionEvaluationResult.enabled("a cluster is named")
        : ConditionEvaluationResult.disabled(HOW_TO_RUN);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Cluster.class, key -> connect(), Cluster.class);
  }

  private static Cluster connect() {
    Path kubeconfig = kubeconfig().orElseThrow();
    if (!Files.isReadable(kubeconfig)) {
      throw new IllegalArgumentException(
          "-D%s: there is no kubeconfig at %s. './touchpoint up' prints the path to use."
              .formatted(PROPERTY, kubeconfig.toAbsolutePath()));
    }
    return Cluster.of(kubeconfig);
  }
}
