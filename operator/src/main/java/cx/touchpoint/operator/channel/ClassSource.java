package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where ChannelClasses come from, and what namespaces they admit. */
public sealed interface ClassSource permits ClusterClasses, ReleaseClasses {

  /** The ChannelClasses of the cluster, and the labels of all its namespaces, by watching. */
  static ClassSource ofCluster(KubernetesClient client) {
    return new ClusterClasses(client);
  }

  /**
   * The ChannelClasses that came with a Helm release, for an operator whose rights end at some
   * namespaces.
   *
   * @param directory one file for each class
   * @param namespaces where the operator works
   */
  static ClassSource ofRelease(Path directory, KubernetesClient client, Set<String> namespaces) {
    return new ReleaseClasses(directory, client, namespaces);
  }

  /**
   * Begins to look at classes.
   *
   * @param nudge told which Channels a change may concern, where no event source does
   */
  List<EventSource<?, Channel>> open(
      EventSourceContext<Channel> context, Consumer<ResourceID> nudge);

  /**
   * Lets another kind hear of changed classes too.
   *
   * @param nudge told which objects a change may concern, where no event source does
   */
  <P extends HasMetadata> List<EventSource<?, P>> follow(
      Class<P> kind, EventSourceContext<P> context, Consumer<ResourceID> nudge);

  /** The class a Channel runs under now. */
  Classes.Resolution resolve(Channel channel);

  /** The class of whatever names none in a namespace. */
  Classes.Resolution ofDefaults(String namespace);

  /** The class a Channel runs under now, if it has one. */
  default Optional<ChannelClass> classOf(Channel channel) {
    return channel.getSpec() == null ? Optional.empty() : found(resolve(channel));
  }

  /** The addresses of every Prometheus that a class names. */
  default Set<String> prometheuses() {
    return classes().stream()
        .filter(it -> it.getSpec() != null && it.getSpec().monitoring() != null)
        .flatMap(it -> Stream.ofNullable(it.getSpec().monitoring().prometheus()))
        .map(ChannelClassSpec.Prometheus::url)
        .collect(Collectors.toSet());
  }

  /** All there are. */
  Collection<ChannelClass> classes();

  /** The class of whatever names none in a namespace, if there is one. */
  default Optional<ChannelClass> defaultOf(String namespace) {
    return found(ofDefaults(namespace));
  }

  private static Optional<ChannelClass> found(Classes.Resolution resolution) {
    return resolution instanceof Classes.Resolution.Found(var channelClass, var said)
        ? Optional.of(channelClass).filter(it -> it.getSpec() != null)
        : Optional.empty();
  }

  /** Looks again at what cannot be watched. Call it every few seconds while leading. */
  void refresh();
}
