package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec.Exposure.ExposureType;
import cx.touchpoint.operator.channel.Classes.Resolution;
import cx.touchpoint.operator.condition.Conditions;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * To which Channel a host belongs. Whoever holds it keeps it, so that nobody takes another's host
 * by giving it to a Channel that happens to be older; a host that nobody holds goes to the oldest
 * Channel that asks for it.
 */
final class HostClaims {

  /** What is known of all Channels. */
  interface View {

    Stream<Channel> channels();

    Optional<Channel> channel(ResourceID id);

    /** The Channels whose own {@code spec.host} it is. */
    Stream<Channel> naming(String host);

    Resolution classOf(Channel channel);

    /** The hosts that a Channel's own route carries now. */
    Set<String> routed(Channel channel);
  }

  /** Of the same second, by name: any order will do that is always the same. */
  private static final Comparator<Channel> BY_AGE =
      Comparator.comparing(
              (Channel it) ->
                  Optional.ofNullable(it.getMetadata().getCreationTimestamp()).orElse(""))
          .thenComparing(it -> it.getMetadata().getNamespace())
          .thenComparing(it -> it.getMetadata().getName());

  private static final int FEW = 1_000;

  private final View view;
  private final Map<String, ResourceID> holders = new HashMap<>();
  private final Map<ResourceID, String> waiting = new HashMap<>();
  private final Set<String> templates = new HashSet<>();
  private boolean begun;
  private int sweepAt = FEW;

  HostClaims(View view) {
    this.view = view;
  }

  /** Whether the host that a Channel asks for belongs to another. */
  synchronized boolean isTaken(Channel channel, ChannelClass channelClass) {
    begin();
    ResourceID id = ResourceID.fromResource(channel);
    String host = asked(channel, channelClass);
    if (host == null || holder(host, channel).equals(id)) {
      waiting.remove(id);
      return false;
    }
    waiting.put(id, host);
    return true;
  }

  /** Tells who waits for a host that has become free. Call it about once a second. */
  void wake(Consumer<ResourceID> nudge) {
    Set<ResourceID> due = new HashSet<>();
    synchronized (this) {
      waiting.keySet().removeIf(it -> view.channel(it).isEmpty());
      waiting.forEach(
          (id, host) -> {
            if (!isHeld(host)) {
              due.add(id);
            }
          });
    }
    due.forEach(nudge);
  }

  /** After a restart the holders are those that held before it. */
  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    view.channels()
        .sorted(BY_AGE)
        .forEach(
            channel -> {
              String host = claimed(channel);
              if (host != null && !wasRefused(channel) && held(channel).contains(host)) {
                holders.putIfAbsent(host, ResourceID.fromResource(channel));
              }
            });
  }

  private ResourceID holder(String host, Channel asking) {
    if (!isHeld(host)) {
      forgetFormerHolders();
      holders.put(
          host,
          Stream.concat(Stream.of(asking), claimants(host))
              .min(BY_AGE)
              .map(ResourceID::fromResource)
              .orElseThrow());
    }
    return holders.getOrDefault(host, ResourceID.fromResource(asking));
  }

  /** Now and then, so that hosts nobody asks for any more do not pile up. */
  private void forgetFormerHolders() {
    if (holders.size() > sweepAt) {
      Set.copyOf(holders.keySet()).stream().filter(it -> !isHeld(it)).forEach(holders::remove);
      sweepAt = 2 * holders.size() + FEW;
    }
  }

  private boolean isHeld(String host) {
    ResourceID holder = holders.get(host);
    return holder != null
        && view.channel(holder).filter(it -> host.equals(claimed(it))).isPresent();
  }

  private Stream<Channel> claimants(String host) {
    return Stream.concat(
            view.naming(host),
            templates.stream()
                .flatMap(it -> HostTemplate.makers(it, host))
                .flatMap(it -> view.channel(it).stream()))
        .filter(it -> host.equals(claimed(it)));
  }

  /** The host a Channel asks for, or keeps while nobody can tell what it asks for. */
  private @Nullable String claimed(Channel channel) {
    if (channel.getSpec() != null
        && view.classOf(channel) instanceof Resolution.Found(var channelClass, var said)
        && channelClass.getSpec() != null) {
      return asked(channel, channelClass);
    }
    return held(channel).stream().sorted().findFirst().orElse(null);
  }

  private @Nullable String asked(Channel channel, ChannelClass channelClass) {
    var exposure = channelClass.getSpec().exposure();
    if (exposure == null
        || (exposure.type() != ExposureType.Gateway && exposure.type() != ExposureType.Ingress)) {
      return null;
    }
    if (exposure.hostTemplate() != null) {
      templates.add(exposure.hostTemplate());
    }
    String host = Hosts.of(channel, exposure.hostTemplate());
    return host == null ? null : normal(host);
  }

  private Set<String> held(Channel channel) {
    Set<String> hosts = new HashSet<>();
    view.routed(channel).forEach(it -> hosts.add(normal(it)));
    if (channel.getStatus() != null && !wasRefused(channel)) {
      channel.getStatus().endpoints().stream()
          // Anybody may have any page probed; its host is not theirs for that.
          .filter(it -> !it.name().equals(Reach.PAGE))
          .forEach(it -> hosts.add(normal(Hosts.ofUrl(it.url()))));
    }
    return hosts;
  }

  private static boolean wasRefused(Channel channel) {
    return channel.getStatus() != null
        && Conditions.find(channel.getStatus().conditions(), ChannelStatuses.HOST_TAKEN)
            .isPresent();
  }

  /** DNS names differ neither by case nor by the dot at their end (RFC 1034, 3.1). */
  static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
