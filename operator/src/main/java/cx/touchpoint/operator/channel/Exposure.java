package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.kube.OptionalApi;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How customers reach a Channel, as its class exposes it. */
public sealed interface Exposure {

  /** The public DNS name, null where there is none. */
  default @Nullable String host() {
    return null;
  }

  /** The public paths that are routed; nothing else ever is. */
  List<String> paths();

  /** What the Channel asks and its class cannot give. */
  default List<Problem> problems() {
    return List.of();
  }

  /** The type of the public Service. */
  default String serviceType() {
    return "ClusterIP";
  }

  /** Whether nothing but the cluster's inside reaches it. */
  default boolean isInside() {
    return false;
  }

  /** The object that routes customers to the public Service, if there is one. */
  default Optional<HasMetadata> route(Identity identity) {
    return Optional.empty();
  }

  /** By an HTTPRoute of the Gateway API. */
  record ByGateway(
      ChannelClassSpec.Gateway gateway, @Nullable String host, boolean served, List<String> paths)
      implements Exposure {
    @Override
    public Optional<HasMetadata> route(Identity identity) {
      return served && host != null
          ? Optional.of(Routes.gateway(identity, gateway, host, paths))
          : Optional.empty();
    }

    @Override
    public List<Problem> problems() {
      return Hosts.problems(host);
    }
  }

  /** By an Ingress. */
  record ByIngress(
      ChannelClassSpec.@Nullable Ingress ingress, @Nullable String host, List<String> paths)
      implements Exposure {
    @Override
    public Optional<HasMetadata> route(Identity identity) {
      return host == null
          ? Optional.empty()
          : Optional.of(Routes.ingress(identity, ingress, host, paths));
    }

    @Override
    public List<Problem> problems() {
      return Hosts.problems(host);
    }
  }

  /** By the public Service itself. */
  record ByService(String serviceType, List<String> paths) implements Exposure {
    @Override
    public boolean isInside() {
      return serviceType.equals("ClusterIP");
    }
  }

  /** Inside the cluster only. */
  record Inside(List<String> paths) implements Exposure {
    @Override
    public boolean isInside() {
      return true;
    }
  }

  /** By a host that belongs to another Channel, hence not at all. */
  record HostTaken(String host, List<String> paths) implements Exposure {}

  /** Chooses what the class says. */
  static Exposure of(Channel channel, ChannelInputs inputs) {
    ChannelClassSpec.Exposure exposure = inputs.channelClass().getSpec().exposure();
    List<String> paths = Paths.of(channel.getSpec());
    String host = Hosts.of(channel, exposure.hostTemplate());
    if (inputs.hostTaken() && host != null) {
      return new HostTaken(host, paths);
    }
    return switch (exposure.type()) {
      case Gateway ->
          new ByGateway(
              java.util.Objects.requireNonNull(exposure.gateway(), "CEL asks for it"),
              host,
              inputs.served().contains(OptionalApi.GatewayApi),
              paths);
      case Ingress -> new ByIngress(exposure.ingress(), host, paths);
      case Service -> new ByService(serviceType(exposure.service()), paths);
      case None -> new Inside(paths);
    };
  }

  private static String serviceType(ChannelClassSpec.@Nullable Service service) {
    return service == null || service.type() == null ? "ClusterIP" : service.type().name();
  }
}
