package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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

  /** The class a Channel runs under now, if it has one. */
  default Optional<ChannelClass> classOf(Channel channel) {
    return channel.getSpec() != null
            && resolve(channel) instanceof Classes.Resolution.Found(var channelClass, var said)
        ? Optional.of(channelClass).filter(it -> it.getSpec() != null)
        : Optional.empty();
  }

  /** Looks again at what cannot be watched. Call it every few seconds while leading. */
  void refresh();
}
