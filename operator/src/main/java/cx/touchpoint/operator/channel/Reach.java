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
  private Reach() {}

  /** Every address by what it is for, the one to give away first; empty while none is known. */
  static List<Endpoint> endpoints(Channel channel, Exposure exposure, Observed observed) {
    return base(channel, exposure, observed)
        .map(base -> endpoints(channel.getSpec(), base))
        .orElse(List.of());
  }

  private static List<Endpoint> endpoints(ChannelSpec spec, String base) {
    return switch (spec.type()) {
      case WebChat -> {
        var widget = new Endpoint("widget", base + Paths.WIDGET);
        var socket = new Endpoint("socket", base.replaceFirst("^http", "ws") + Paths.SOCKET);
        yield Paths.hasDemo(spec)
            ? List.of(new Endpoint("demo", base + Paths.DEMO), widget, socket)
            : List.of(widget, socket);
      }
      case Webhook -> List.of(new Endpoint("webhook", base + Paths.WEBHOOK));
      case Website -> List.of();
    };
  }

  /** Scheme, host and port, without a slash at the end. */
  private static Optional<String> base(Channel channel, Exposure exposure, Observed observed) {
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
      case Exposure.ByService it -> observed.open().flatMap(open -> ofService(it, open, observed));
      case Exposure.Inside it -> observed.open().map(Reach::inside);
    };
  }

  private static String scheme(ChannelClassSpec.Gateway gateway) {
    return gateway.scheme() == ChannelClassSpec.Gateway.Scheme.http ? "http" : "https";
  }

  private static String scheme(ChannelClassSpec.@Nullable Ingress ingress) {
    return ingress == null || ingress.tlsSecretRef() == null ? "http" : "https";
  }

  private static Optional<String> ofService(
      Exposure.ByService exposure, Service open, Observed observed) {
    return switch (exposure.serviceType()) {
      case "NodePort" -> nodePort(open, observed.pods());
      case "LoadBalancer" -> balancer(open).map(host -> "http://" + host + ":" + Ports.PUBLIC);
      default -> Optional.of(inside(open));
    };
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
