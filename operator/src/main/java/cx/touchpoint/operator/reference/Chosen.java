package cx.touchpoint.operator.reference;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Which Channels a {@link ChannelSelection} chooses among those of its own namespace. */
public final class Chosen {

  private Chosen() {}

  /** Whether it chooses this Channel, which is of the same namespace. */
  public static boolean chooses(ChannelSelection selection, Channel channel) {
    return Selection.chooses(
        selection,
        channel.getMetadata().getName(),
        Optional.ofNullable(channel.getMetadata().getLabels()).orElse(Map.of()));
  }

  /** The targets that choose a Channel, among those of its namespace. */
  public static Stream<ResponseTimeTarget> choosing(
      Channel channel, Collection<ResponseTimeTarget> targets) {
    return targets.stream()
        .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
        .filter(it -> it.getSpec() != null && chooses(it.getSpec().channels(), channel));
  }

  /** Those it chooses, by name. A Channel whose spec cannot be read is not among them. */
  public static List<Channel> of(ChannelSelection selection, Collection<Channel> channels) {
    return channels.stream()
        .filter(it -> it.getSpec() != null && it.getSpec().type() != null)
        .filter(it -> chooses(selection, it))
        .sorted(Comparator.comparing(it -> it.getMetadata().getName()))
        .toList();
  }

  /** The names it gives; empty when it chooses by labels. */
  public static List<String> names(ChannelSelection selection) {
    return Objects.requireNonNullElse(selection.names(), List.of());
  }
}
