package cx.touchpoint.connector.configuration;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A block of addresses in CIDR notation (RFC 4632; RFC 4291, 2.3). */
public final class AddressBlock {

  private final IpSubnetFilterRule block;

  private AddressBlock(IpSubnetFilterRule block) {
    this.block = block;
  }

  /** Reads one such as {@code 10.0.0.0/8}, empty when it is none. */
  public static Optional<AddressBlock> of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    // Read here, because netty would look up a name that stands before the slash.
    InetAddress network = NetUtil.createInetAddressFromIpAddressString(text.substring(0, slash));
    String prefix = text.substring(slash + 1);
    if (network == null
        || !prefix.matches("[0-9]{1,3}")
        || Integer.parseInt(prefix) > 8 * network.getAddress().length) {
      return Optional.empty();
    }
    return Optional.of(
        new AddressBlock(
            new IpSubnetFilterRule(network, Integer.parseInt(prefix), IpFilterRuleType.ACCEPT)));
  }

  /** Whether an address is one of it. */
  public boolean contains(InetAddress address) {
    return block.matches(new InetSocketAddress(address, 0));
  }
}
