package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.Names;
import cx.touchpoint.operator.kube.Owners;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;

/** Who a Channel is to the objects it becomes: their names, labels and owner. */
record Identity(String channel, String namespace, OwnerReference owner) {

  static Identity of(Channel channel) {
    return new Identity(
        channel.getMetadata().getName(),
        channel.getMetadata().getNamespace(),
        Owners.reference(channel));
  }

  /** The name that nearly every object of the Channel carries. */
  String name() {
    return Names.connector(channel);
  }

  /** Metadata of an object with that name. */
  ObjectMeta metadata() {
    return metadata(name());
  }

  /** Metadata of an object with a name of its own. */
  ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(Labels.of(channel))
        .withOwnerReferences(owner)
        .build();
  }
}
