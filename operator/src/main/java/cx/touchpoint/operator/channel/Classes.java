package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.condition.Verdict;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which ChannelClass a Channel runs under, and which Channels a class concerns. */
public final class Classes {
  private Classes() {}

  /** A Channel's class, or why it has none. */
  public sealed interface Resolution {
    /** The class in force. */
    record Found(ChannelClass channelClass) implements Resolution {}

    /** There is none. */
    record Missing(Verdict verdict) implements Resolution {}
  }

  /** Chooses among the classes there are. */
  public static Resolution resolve(Channel channel, Collection<ChannelClass> classes) {
    var reference = channel.getSpec().classRef();
    return reference == null
        ? ofDefault(classes).<Resolution>map(Resolution.Found::new).orElseGet(Classes::none)
        : classes.stream()
            .filter(it -> it.getMetadata().getName().equals(reference.name()))
            .findFirst()
            .<Resolution>map(Resolution.Found::new)
            .orElseGet(() -> missing(reference.name()));
  }

  /** Of several defaults the newest, and by name among those of the same second. */
  private static Optional<ChannelClass> ofDefault(Collection<ChannelClass> classes) {
    return classes.stream()
        .filter(Classes::isDefault)
        .max(
            Comparator.comparing(
                    (ChannelClass it) ->
                        Optional.ofNullable(it.getMetadata().getCreationTimestamp()).orElse(""))
                .thenComparing(it -> it.getMetadata().getName()));
  }

  private static boolean isDefault(ChannelClass channelClass) {
    var annotations = channelClass.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(ChannelClass.DEFAULT_ANNOTATION));
  }

  private static Resolution none() {
    return new Resolution.Missing(
        Verdict.no(
            "NoDefaultClass",
            "spec.classRef is not set and no ChannelClass is annotated "
                + ChannelClass.DEFAULT_ANNOTATION
                + "=true. Name a class, or ask the platform team for a default"));
  }

  private static Resolution missing(String name) {
    return new Resolution.Missing(
        Verdict.no(
            "ClassNotFound",
            "spec.classRef: there is no ChannelClass "
                + name
                + ". It is taken up as soon as it exists (kubectl get channelclasses lists those"
                + " there are)"));
  }

  /** Watches every class. A change concerns the Channels that name it, or name none. */
  static InformerEventSource<ChannelClass, Channel> watch(EventSourceContext<Channel> context) {
    IndexerResourceCache<Channel> channels = context.getPrimaryCache();
    var configuration =
        InformerEventSourceConfiguration.from(ChannelClass.class, Channel.class)
            .withName("classes")
            .withSecondaryToPrimaryMapper(
                (ChannelClass changed) -> concerned(changed.getMetadata().getName(), channels))
            .build();
    return new InformerEventSource<>(configuration, context);
  }

  private static Set<ResourceID> concerned(String changed, IndexerResourceCache<Channel> channels) {
    return channels
        .list(
            channel -> {
              var reference = channel.getSpec().classRef();
              return reference == null || reference.name().equals(changed);
            })
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }
}
