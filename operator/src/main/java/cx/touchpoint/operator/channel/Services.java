package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The two Services of a Channel. Only the public one is ever routed to. */
final class Services {
  private Services() {}

  static Service open(Identity identity, Exposure exposure) {
    return new ServiceBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withType(exposure.serviceType())
        .withSelector(Labels.selecting(identity.channel()))
        .addNewPort()
        .withName(Ports.PUBLIC_NAME)
        .withPort(Ports.PUBLIC)
        .withNewTargetPort(Ports.PUBLIC_NAME)
        .withProtocol("TCP")
        .withAppProtocol("http")
        .endPort()
        .endSpec()
        .build();
  }

  static Service internal(Identity identity) {
    return new ServiceBuilder()
        .withMetadata(identity.metadata(Names.internalService(identity.channel())))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.selecting(identity.channel()))
        .addNewPort()
        .withName(Ports.INTERNAL_NAME)
        .withPort(Ports.INTERNAL)
        .withNewTargetPort(Ports.INTERNAL_NAME)
        .withProtocol("TCP")
        .withAppProtocol("http")
        .endPort()
        .endSpec()
        .build();
  }
}
