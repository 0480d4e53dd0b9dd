package cx.touchpoint.operator.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster is meant, told as kubectl is told. */
final class ClusterOptions {

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig to use. Default: $KUBECONFIG, else ~/.kube/config.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context in it. Default: its current one.")
  private @Nullable String context;

  /** Whether a cluster is named at all. */
  boolean given() {
    return kubeconfig != null || context != null;
  }

  Cluster open() {
    return Cluster.open(kubeconfig, context);
  }
}
