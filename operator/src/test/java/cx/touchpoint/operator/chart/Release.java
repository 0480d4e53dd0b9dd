package cx.touchpoint.operator.chart;

import cx.touchpoint.operator.testing.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One release of the chart in a namespace of its own. */
record Release(Helm helm, Path kubeconfig, String namespace, String name) {

  Release(Helm helm, Config config, String namespace, String name) {
    this(helm, Helm.scratch("kubeconfig.yaml", Kubeconfig.of(config)), namespace, name);
  }

  Helm.Ran install(Path chart, String... options) {
    return tryInstall(chart, options).succeeded();
  }

  Helm.Ran tryInstall(Path chart, String... options) {
    return call(List.of("install", name, chart.toString(), "--create-namespace"), options);
  }

  void upgrade(Path chart, String... options) {
    call(List.of("upgrade", name, chart.toString()), options).succeeded();
  }

  void rollback(int revision) {
    call(List.of("rollback", name, String.valueOf(revision))).succeeded();
  }

  String uninstall() {
    return call(List.of("uninstall", name)).succeeded().output();
  }

  private Helm.Ran call(List<String> command, String... options) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--namespace", namespace, "--kubeconfig", kubeconfig.toString()));
    arguments.addAll(List.of(options));
    return helm.run(arguments.toArray(String[]::new));
  }
}
