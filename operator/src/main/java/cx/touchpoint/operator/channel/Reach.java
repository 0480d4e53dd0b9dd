package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.ChannelStatus.Endpoint;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The addresses under which a Channel is reached. */
final class Reach {

  /** The name of a Website's endpoint, whose host is not ours to give. */
  static final String PAGE = "page";

  private Reach() {}

  /** Every address by what it is for, the one to give away first; empty while none is known. */
  static List<Endpoint> endpoints(Channel channel, Exposure exposure, Observed observed) {
    return base(channel, exposure, observed)
        .map(base -> endpoints(channel.getSpec(), base))
        .orElse(List.of());
  }

  /**
   * The same of a known address.
   *
   * @param base the address without a slash at the end, of a Website that of its page
   */
  static List<Endpoint> endpoints(ChannelSpec spec, String base) {
    return switch (spec.type()) {
      case WebChat, Kiosk -> {
        var widget = new Endpoint("widget", base + Paths.WIDGET);
        var socket = socket(base);
        yield Paths.hasDemo(spec)
            ? List.of(new Endpoint("demo", base + Paths.DEMO), widget, socket)
            : List.of(widget, socket);
      }
      case InApp -> List.of(socket(base));
      case Webhook -> List.of(new Endpoint("webhook", base + Paths.WEBHOOK));
      case Website -> List.of(new Endpoint(PAGE, base));
    };
  }

  private static Endpoint socket(String base) {
    return new Endpoint("socket", base.replaceFirst("^http", "ws") + Paths.SOCKET);
  }

  /** Scheme, host and port, without a slash at the end. */
  private static Optional<String> base(Channel channel, Exposure exposure, Observed observed) {
    return outside(channel, exposure, ofService(observed.open(), observed.pods()))
        .or(() -> observed.open().filter(it -> exposure.isInside()).map(Reach::inside));
  }

  /**
   * The same as far as customers reach it: nothing where only the cluster's inside does.
   *
   * @param service where the public Service is reached from outside the cluster, if that is known
   */
  static Optional<String> outside(Channel channel, Exposure exposure, Optional<String> service) {
    String own = channel.getSpec().publicUrl();
    if (own != null) {
      return Optional.of(own.replaceFirst("/+$", ""));
    }
    return switch (exposure) {
      case Exposure.ByGateway it ->
          Optional.ofNullable(it.host()).map(host -> scheme(it.gateway()) + "://" + host);
      case Exposure.ByIngress it ->
          Optional.ofNullable(it.host()).map(host -> scheme(it.ingress()) + "://" + host);
      case Exposure.HostTaken it -> Optional.empty();
      case Exposure.ByService it -> service.filter(known -> !it.isInside());
      case Exposure.Inside it -> Optional.empty();
    };
  }

  private static String scheme(ChannelClassSpec.Gateway gateway) {
    return gateway.scheme() == ChannelClassSpec.Gateway.Scheme.http ? "http" : "https";
  }

  private static String scheme(ChannelClassSpec.@Nullable Ingress ingress) {
    return ingress == null || ingress.tlsSecretRef() == null ? "http" : "https";
  }

  /** Where a Service is reached from outside the cluster, as far as the cluster has said so. */
  static Optional<String> ofService(Optional<Service> open, List<Pod> pods) {
    return open.flatMap(
        it ->
            switch (String.valueOf(it.getSpec().getType())) {
              case "NodePort" -> nodePort(it, pods);
              case "LoadBalancer" ->
                  balancer(it).map(host -> "http://" + host + ":" + Ports.PUBLIC);
              default -> Optional.empty();
            });
  }

  private static String inside(Service open) {
    var metadata = open.getMetadata();
    return "http://" + metadata.getName() + "." + metadata.getNamespace() + ".svc:" + Ports.PUBLIC;
  }

  /** Every node serves the port; one that runs a connector is certainly there. */
  private static Optional<String> nodePort(Service open, List<Pod> pods) {
    Optional<Integer> port =
        open.getSpec().getPorts().stream()
            .map(it -> it.getNodePort())
            .filter(Objects::nonNull)
            .findFirst();
    Optional<String> node =
        pods.stream()
            .map(it -> it.getStatus() == null ? null : it.getStatus().getHostIP())
            .filter(Objects::nonNull)
            .sorted()
            .findFirst();
    return port.flatMap(number -> node.map(host -> "http://" + bracketed(host) + ":" + number));
  }

  private static Optional<String> balancer(Service open) {
    if (open.getStatus() == null || open.getStatus().getLoadBalancer() == null) {
      return Optional.empty();
    }
    return open.getStatus().getLoadBalancer().getIngress().stream()
        .findFirst()
        .map(Reach::hostOrAddress);
  }

  private static String hostOrAddress(LoadBalancerIngress ingress) {
    return ingress.getHostname() == null ? bracketed(ingress.getIp()) : ingress.getHostname();
  }

  /** IPv6 addresses stand in brackets (RFC 3986, 3.2.2). */
  private static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
