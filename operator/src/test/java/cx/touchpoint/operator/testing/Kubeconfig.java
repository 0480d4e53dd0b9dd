package cx.touchpoint.operator.testing;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * The file by which a program reaches the API server of a test, as its administrator unless said.
 */
public final class Kubeconfig {
  private Kubeconfig() {}

  /** Its text. */
  public static String of(Config config) {
    return of(
        config,
        new AuthInfoBuilder()
            .withClientCertificate(config.getClientCertFile())
            .withClientCertificateData(config.getClientCertData())
            .withClientKey(config.getClientKeyFile())
            .withClientKeyData(config.getClientKeyData())
            .build());
  }

  /** The text of one for somebody else, who has this token. */
  public static String of(Config config, String token) {
    return of(config, new AuthInfoBuilder().withToken(token).build());
  }

  private static String of(Config config, AuthInfo user) {
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
            .withUser(user)
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
    return new KubernetesSerialization().asYaml(kubeconfig);
  }
}
