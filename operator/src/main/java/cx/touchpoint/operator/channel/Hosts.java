package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public DNS name of a Channel. */
final class Hosts {

  /** The longest label of a DNS name (RFC 1035, 2.3.4). */
  private static final int LONGEST_LABEL = 63;

  private Hosts() {}

  /**
   * The Channel's own host, else what the class's template makes of it, else null. A page that
   * stands elsewhere holds none.
   */
  static @Nullable String of(Channel channel, @Nullable String template) {
    if (!Paths.areRouted(channel.getSpec())) {
      return null;
    }
    String own = channel.getSpec().host();
    if (own != null || template == null) {
      return own;
    }
    return HostTemplate.host(
        template, channel.getMetadata().getName(), channel.getMetadata().getNamespace());
  }

  /** The host of an address that we wrote, empty when it has none. */
  static String ofUrl(String url) {
    return url.replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*$", "");
  }

  static List<Problem> problems(@Nullable String host) {
    if (host == null) {
      return List.of(
          new Problem(
              "spec.host",
              "the ChannelClass exposes channels by host and has no exposure.hostTemplate: set"
                  + " spec.host, or ask for a template in the class"));
    }
    for (String label : host.split("\\.", -1)) {
      if (label.length() > LONGEST_LABEL) {
        return List.of(
            new Problem(
                "spec.host",
                "the ChannelClass's exposure.hostTemplate gives "
                    + host
                    + ", whose part '"
                    + label
                    + "' is longer than the 63 characters DNS allows: set a shorter spec.host"));
      }
    }
    return List.of();
  }
}
