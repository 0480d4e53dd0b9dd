package cx.touchpoint.connector.configuration;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Hosts that are reached without the proxy. As Go's and curl's {@code NO_PROXY} read: a name means
 * itself and every name below it, {@code .suffix} only those below; addresses and CIDR blocks mean
 * hosts written as addresses, since names are not looked up for it.
 */
public final class NoProxy {

  private static final Pattern NAME = Pattern.compile("[.]?[a-z0-9_-]+([.][a-z0-9_-]+)*");

  private final List<Predicate<String>> rules;

  private NoProxy(List<Predicate<String>> rules) {
    this.rules = rules;
  }

  /**
   * Reads the entries.
   *
   * @throws IllegalArgumentException when one is none of the forms, with what to write
   */
  public static NoProxy of(List<String> entries) {
    return new NoProxy(entries.stream().map(NoProxy::rule).toList());
  }

  /** Whether a host, as it stands in a URL, is reached without the proxy. */
  public boolean covers(String host) {
    String bare = host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
    return rules.stream().anyMatch(it -> it.test(bare));
  }

  private static Predicate<String> rule(String entry) {
    String lower = entry.toLowerCase(Locale.ROOT);
    if (lower.contains("/")) {
      return block(lower);
    }
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(lower);
    if (address != null) {
      return host -> address.equals(NetUtil.createInetAddressFromIpAddressString(host));
    }
    if (!NAME.matcher(lower).matches()) {
      throw unusable(entry);
    }
    return lower.startsWith(".")
        ? host -> host.endsWith(lower)
        : host -> host.equals(lower) || host.endsWith("." + lower);
  }

  private static Predicate<String> block(String entry) {
    AddressBlock block = AddressBlock.of(entry).orElseThrow(() -> unusable(entry));
    return host -> {
      InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
      return address != null && block.contains(address);
    };
  }

  private static IllegalArgumentException unusable(String entry) {
    return new IllegalArgumentException(
        entry
            + " is no host. Write a name (example.com), a suffix (.example.com), an address"
            + " (192.0.2.7) or a block (192.0.2.0/24).");
  }
}
