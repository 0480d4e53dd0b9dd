package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatchBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatchBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects that route customers to a Channel's public Service, path by path. */
final class Routes {
  private Routes() {}

  static HTTPRoute gateway(
      Identity identity, ChannelClassSpec.Gateway gateway, String host, List<String> paths) {
    return new HTTPRouteBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .addNewParentRef()
        .withName(gateway.name())
        .withNamespace(gateway.namespace())
        .withSectionName(gateway.sectionName())
        .endParentRef()
        .withHostnames(host)
        .addNewRule()
        .withMatches(
            paths.stream()
                .map(
                    path ->
                        new HTTPRouteMatchBuilder()
                            .withPath(
                                new HTTPPathMatchBuilder()
                                    .withType(Paths.isPrefix(path) ? "PathPrefix" : "Exact")
                                    .withValue(path)
                                    .build())
                            .build())
                .toList())
        .addNewBackendRef()
        .withName(identity.name())
        .withPort(Ports.PUBLIC)
        .endBackendRef()
        .endRule()
        .endSpec()
        .build();
  }

  static Ingress ingress(
      Identity identity,
      ChannelClassSpec.@Nullable Ingress ingress,
      String host,
      List<String> paths) {
    var metadata = identity.metadata();
    if (ingress != null && ingress.annotations() != null) {
      metadata.setAnnotations(ingress.annotations());
    }
    var spec =
        new IngressBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withIngressClassName(ingress == null ? null : ingress.className())
            .addNewRule()
            .withHost(host)
            .withNewHttp()
            .withPaths(
                paths.stream()
                    .map(
                        path ->
                            new HTTPIngressPathBuilder()
                                .withPath(path)
                                .withPathType(Paths.isPrefix(path) ? "Prefix" : "Exact")
                                .withNewBackend()
                                .withNewService()
                                .withName(identity.name())
                                .withNewPort()
                                .withName(Ports.PUBLIC_NAME)
                                .endPort()
                                .endService()
                                .endBackend()
                                .build())
                    .toList())
            .endHttp()
            .endRule();
    if (ingress != null && ingress.tlsSecretRef() != null) {
      spec.addNewTl().withHosts(host).withSecretName(ingress.tlsSecretRef().name()).endTl();
    }
    return spec.endSpec().build();
  }
}
