package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The pod of a connector: what the restricted Pod Security level asks, and a quiet way to go. */
final class ConnectorPod {

  /** The container's name, and what logs are asked for by. */
  static final String CONTAINER = "connector";

  private static final long USER = 65532;

  /** Time for every proxy to hear that the pod is going, before it stops taking customers. */
  private static final long UNROUTE_SECONDS = 5;

  /** Time beyond the slowest turn to hand over sockets and say goodbye. */
  private static final long FAREWELL_SECONDS = 25;

  private static final String MOUNTS = "/etc/touchpoint/";

  private ConnectorPod() {}

  static PodSpec of(
      Identity identity, Channel channel, ChannelClassSpec.Connector ofClass, String image) {
    List<Mount> mounts = mounts(identity, channel);
    long drainSeconds = Configuration.slowestTurn(channel).toSeconds() + FAREWELL_SECONDS;
    return new PodSpecBuilder()
        .withServiceAccountName(identity.name())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(UNROUTE_SECONDS + drainSeconds + UNROUTE_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withNodeSelector(ofClass.nodeSelector())
        .withTolerations(ofClass.tolerations())
        .withPriorityClassName(ofClass.priorityClassName())
        .withTopologySpreadConstraints(
            spread(identity, "kubernetes.io/hostname"),
            spread(identity, "topology.kubernetes.io/zone"))
        .withContainers(container(ofClass, image, mounts, drainSeconds))
        .withVolumes(mounts.stream().map(Mount::volume).toList())
        .build();
  }

  private static Container container(
      ChannelClassSpec.Connector ofClass, String image, List<Mount> mounts, long drainSeconds) {
    var resources =
        ofClass.resources() == null ? Connector.defaultResources() : ofClass.resources();
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withArgs(
            "--config=" + MOUNTS + "config",
            "--credentials=" + MOUNTS + "credentials",
            "--responder-credentials=" + MOUNTS + "responder",
            "--drain=" + drainSeconds)
        .addNewPort()
        .withName(Ports.PUBLIC_NAME)
        .withContainerPort(Ports.PUBLIC)
        .withProtocol("TCP")
        .endPort()
        .addNewPort()
        .withName(Ports.INTERNAL_NAME)
        .withContainerPort(Ports.INTERNAL)
        .withProtocol("TCP")
        .endPort()
        .withNewResources()
        .withRequests(resources.requests())
        .withLimits(resources.limits())
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withStartupProbe(probe("/startupz", 1, 60))
        .withReadinessProbe(probe("/readyz", 5, 2))
        .withLivenessProbe(probe("/livez", 10, 3))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(UNROUTE_SECONDS)
        .endPreStop()
        .endLifecycle()
        .withVolumeMounts(mounts.stream().map(Mount::mount).toList())
        .build();
  }

  private static Probe probe(String path, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(Ports.INTERNAL_NAME)
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(2)
        .withFailureThreshold(failures)
        .build();
  }

  /** Apart where the cluster has room for it, together rather than not at all. */
  private static TopologySpreadConstraint spread(Identity identity, String topologyKey) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(topologyKey)
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(Labels.selecting(identity.channel()))
        .endLabelSelector()
        .withMatchLabelKeys("pod-template-hash")
        .build();
  }

  /** A volume and where the connector finds it. */
  private record Mount(Volume volume, VolumeMount mount) {

    static Mount readOnly(Volume volume, String path) {
      return new Mount(
          volume,
          new VolumeMountBuilder()
              .withName(volume.getName())
              .withMountPath(path)
              .withReadOnly(true)
              .build());
    }

    /**
     * A Secret that may be missing: the connector then starts, says so and takes it when it
     * appears; a pod that cannot start would say nothing.
     */
    static Mount secret(String volume, String secret, String path) {
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
  }

  private static List<Mount> mounts(Identity identity, Channel channel) {
    var mounts = new ArrayList<Mount>();
    mounts.add(
        Mount.readOnly(
            new VolumeBuilder()
                .withName("config")
                .withNewConfigMap()
                .withName(identity.name())
                .withDefaultMode(0444)
                .endConfigMap()
                .build(),
            MOUNTS + "config"));
    mounts.add(Mount.secret("credentials", Credentials.ofChannel(channel), MOUNTS + "credentials"));
    Credentials.ofResponder(channel)
        .ifPresent(secret -> mounts.add(Mount.secret("responder", secret, MOUNTS + "responder")));
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
}
