package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.time.Duration;
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

  private static final int SHORTEST_PATIENCE = 60;

  private ConnectorPod() {}

  static PodSpec of(
      Identity identity, Channel channel, ChannelInputs inputs, String image, Duration startup) {
    ChannelClassSpec.Connector ofClass = Connector.ofClass(inputs);
    List<Mount> mounts = Mount.all(identity, channel, inputs);
    long drainSeconds = drainSeconds(channel);
    return new PodSpecBuilder()
        .withServiceAccountName(identity.name())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(graceSeconds(channel))
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withImagePullSecrets(pullSecrets(ofClass))
        .withNodeSelector(ofClass.nodeSelector())
        .withTolerations(ofClass.tolerations())
        .withAffinity(ofClass.affinity())
        .withPriorityClassName(ofClass.priorityClassName())
        .withTopologySpreadConstraints(
            spread(identity, "kubernetes.io/hostname"),
            spread(identity, "topology.kubernetes.io/zone"))
        .withContainers(container(channel, inputs, image, mounts, drainSeconds))
        .withVolumes(mounts.stream().map(Mount::volume).toList())
        .build();
  }

  private static long drainSeconds(Channel channel) {
    return Configuration.slowestTurn(channel).toSeconds() + FAREWELL_SECONDS;
  }

  /** From the word that it has to go until it is ended. */
  static long graceSeconds(Channel channel) {
    return UNROUTE_SECONDS + drainSeconds(channel) + UNROUTE_SECONDS;
  }

  /** Seconds until one that does not begin to serve is started anew. */
  private static int patience(Duration startup) {
    return (int) Math.max(SHORTEST_PATIENCE, 4 * startup.toSeconds());
  }

  private static Container container(
      Channel channel, ChannelInputs inputs, String image, List<Mount> mounts, long drainSeconds) {
    ChannelClassSpec.Connector ofClass = Connector.ofClass(inputs);
    var resources =
        ofClass.resources() == null ? Connector.defaultResources() : ofClass.resources();
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withArgs(arguments(channel, inputs, drainSeconds))
        .withEnv(environment(ofClass))
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
        .withStartupProbe(probe("/startupz", 1, patience(Connector.startup(inputs))))
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

  private static List<String> arguments(Channel channel, ChannelInputs inputs, long drainSeconds) {
    var arguments = new ArrayList<String>();
    arguments.add("--config=" + Mount.CONFIG);
    arguments.add("--credentials=" + Mount.CREDENTIALS);
    arguments.add("--responder-credentials=" + Mount.RESPONDER);
    if (inputs.history().isPresent()) {
      arguments.add("--history=" + Mount.HISTORY);
    }
    if (Connector.ofClass(inputs).caBundle() != null) {
      arguments.add("--ca=" + Mount.CA);
    }
    if (Credentials.signIn(channel).map(it -> it.jwks().configMapRef()).isPresent()) {
      arguments.add("--sign-in=" + Mount.SIGN_IN);
    }
    arguments.add("--drain=" + drainSeconds);
    return arguments;
  }

  private static List<EnvVar> environment(ChannelClassSpec.Connector ofClass) {
    return ofClass.env() == null
        ? List.of()
        : ofClass.env().stream().map(it -> new EnvVar(it.name(), it.value(), null)).toList();
  }

  private static List<LocalObjectReference> pullSecrets(ChannelClassSpec.Connector ofClass) {
    return ofClass.imagePullSecrets() == null
        ? List.of()
        : ofClass.imagePullSecrets().stream()
            .map(it -> new LocalObjectReference(it.name()))
            .toList();
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
}
