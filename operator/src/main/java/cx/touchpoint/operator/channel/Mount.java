package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.SignIn;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** A volume of a connector's pod, and where the connector finds it. */
record Mount(Volume volume, VolumeMount mount) {

  static final String CONFIG = "/etc/touchpoint/config";
  static final String CREDENTIALS = "/etc/touchpoint/credentials";
  static final String RESPONDER = "/etc/touchpoint/responder";
  static final String HISTORY = "/etc/touchpoint/history";
  static final String CA = "/etc/touchpoint/ca";
  static final String SIGN_IN = "/etc/touchpoint/sign-in";

  /** The file of certificate authorities, whatever the key of the ConfigMap is. */
  private static final String CA_FILE = "ca.crt";

  /** The file of the keys of those who sign customers in. */
  private static final String KEYS_FILE = "jwks.json";

  static List<Mount> all(Identity identity, Channel channel, ChannelInputs inputs) {
    var mounts = new ArrayList<Mount>();
    mounts.add(
        readOnly(
            new VolumeBuilder()
                .withName("config")
                .withNewConfigMap()
                .withName(identity.name())
                .withDefaultMode(0444)
                .endConfigMap()
                .build(),
            CONFIG));
    mounts.add(secret("credentials", Credentials.ofChannel(channel), CREDENTIALS));
    Credentials.ofResponder(channel)
        .ifPresent(name -> mounts.add(secret("responder", name, RESPONDER)));
    inputs
        .history()
        .ifPresent(it -> mounts.add(secret("history", Credentials.ofHistory(it), HISTORY)));
    var ofClass = Connector.ofClass(inputs);
    if (ofClass.caBundle() != null) {
      mounts.add(authorities(ofClass.caBundle()));
    }
    Credentials.signIn(channel)
        .map(it -> it.jwks().configMapRef())
        .ifPresent(it -> mounts.add(signingKeys(it)));
    mounts.add(
        new Mount(
            new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .withSizeLimit(new Quantity("64Mi"))
                .endEmptyDir()
                .build(),
            new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build()));
    return mounts;
  }

  /**
   * A Secret that may be missing: the connector then starts, says so and takes it when it appears;
   * a pod that cannot start would say nothing.
   */
  private static Mount secret(String volume, String secret, String path) {
    return readOnly(
        new VolumeBuilder()
            .withName(volume)
            .withNewSecret()
            .withSecretName(secret)
            .withOptional(true)
            .withDefaultMode(0440)
            .endSecret()
            .build(),
        path);
  }

  /** Not every channel of the class needs it. */
  private static Mount authorities(ChannelClassSpec.CaBundle bundle) {
    return file("ca", bundle.configMapRef().name(), Credentials.keyOf(bundle), CA + '/' + CA_FILE);
  }

  private static Mount signingKeys(SignIn.KeySet keys) {
    return file("sign-in", keys.name(), Credentials.keyOf(keys), SIGN_IN + '/' + KEYS_FILE);
  }

  /** One key of a ConfigMap as a file; it may be missing as a Secret may. */
  private static Mount file(String volume, String configMap, String key, String path) {
    int slash = path.lastIndexOf('/');
    return readOnly(
        new VolumeBuilder()
            .withName(volume)
            .withNewConfigMap()
            .withName(configMap)
            .withOptional(true)
            .withDefaultMode(0444)
            .addNewItem()
            .withKey(key)
            .withPath(path.substring(slash + 1))
            .endItem()
            .endConfigMap()
            .build(),
        path.substring(0, slash));
  }

  private static Mount readOnly(Volume volume, String path) {
    return new Mount(
        volume,
        new VolumeMountBuilder()
            .withName(volume.getName())
            .withMountPath(path)
            .withReadOnly(true)
            .build());
  }
}
