package cx.touchpoint.operator.chart;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;

/** The file by which a program reaches the API server of a test as its administrator. */
final class Kubeconfig {
  private Kubeconfig() {}

  static Path of(Config config) {
    var kubeconfig =
        new ConfigBuilder()
            .addNewCluster()
            .withName("test")
            .withNewCluster()
            .withServer(config.getMasterUrl())
            .withCertificateAuthority(config.getCaCertFile())
            .withCertificateAuthorityData(config.getCaCertData())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName("test")
            .withNewUser()
            .withClientCertificate(config.getClientCertFile())
            .withClientCertificateData(config.getClientCertData())
            .withClientKey(config.getClientKeyFile())
            .withClientKeyData(config.getClientKeyData())
            .endUser()
            .endUser()
            .addNewContext()
            .withName("test")
            .withNewContext()
            .withCluster("test")
            .withUser("test")
            .endContext()
            .endContext()
            .withCurrentContext("test")
            .build();
    return Helm.scratch("kubeconfig.yaml", new KubernetesSerialization().asYaml(kubeconfig));
  }
}
