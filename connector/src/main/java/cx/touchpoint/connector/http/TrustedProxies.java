package cx.touchpoint.connector.http;

import cx.touchpoint.connector.configuration.AddressBlock;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies that may say for whom they speak. Each appends to {@code X-Forwarded-For} whom it
 * heard, so that header is true from its end up to the first address that is no proxy's; what
 * stands before was written by the client.
 *
 * <p>{@code Forwarded} (RFC 7239) is not read: the proxies in front of clusters do not append to
 * it, so there it would be the client's own word.
 */
final class TrustedProxies {

  // Some proxies add the port: 192.0.2.7:4711, [2001:db8::7]:4711.
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]*)](:[0-9]{1,5})?|([^:]*):[0-9]{1,5}");

  private final List<AddressBlock> blocks;

  private TrustedProxies(List<AddressBlock> blocks) {
    this.blocks = blocks;
  }

  /** Those of blocks in CIDR notation; what is none is nobody's. */
  static TrustedProxies of(List<String> blocks) {
    return new TrustedProxies(
        blocks.stream().map(AddressBlock::of).flatMap(Optional::stream).toList());
  }

  boolean contains(InetAddress address) {
    return blocks.stream().anyMatch(it -> it.contains(address));
  }

  /**
   * Who the client is. Empty when only proxies are known: one that does not say, or not in a form
   * that can be read, for whom it speaks.
   *
   * @param peer who has connected
   * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
   */
  Optional<InetAddress> clientOf(InetAddress peer, List<String> forwardedFor) {
    if (!contains(peer)) {
      return Optional.of(peer);
    }
    for (String header : forwardedFor.reversed()) {
      for (int end = header.length(); end >= 0; ) {
        int comma = header.lastIndexOf(',', end - 1);
        Optional<InetAddress> address = address(header.substring(comma + 1, end).strip());
        if (address.isEmpty() || !contains(address.get())) {
          return address;
        }
        end = comma;
      }
    }
    return Optional.empty();
  }

  /** An address as text, never looked up; empty when it is none. */
  static Optional<InetAddress> address(String text) {
    Matcher with = WITH_PORT.matcher(text);
    String bare = !with.matches() ? text : with.group(1) != null ? with.group(1) : with.group(3);
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(bare));
  }
}
