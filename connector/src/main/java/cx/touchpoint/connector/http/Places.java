package cx.touchpoint.connector.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many places each client has. Who has none is not remembered, so there are no more of them
 * than places.
 */
final class Places {

  private static final int NETWORK_BYTES = 8;

  private final Map<InetAddress, Integer> taken = new ConcurrentHashMap<>();

  /** One more for the client at this address, empty when it has as many as it may. */
  Optional<Place> take(InetAddress address, int most) {
    InetAddress client = client(address);
    AtomicBoolean free = new AtomicBoolean();
    taken.compute(
        client,
        (_, places) -> {
          int before = places == null ? 0 : places;
          free.set(before < most);
          return free.get() ? before + 1 : places;
        });
    return free.get() ? Optional.of(new Place(() -> giveBack(client))) : Optional.empty();
  }

  private void giveBack(InetAddress client) {
    taken.computeIfPresent(client, (_, places) -> places == 1 ? null : places - 1);
  }

  /** Whether nobody has any. */
  boolean areFree() {
    return taken.isEmpty();
  }

  // The latter half of an IPv6 address is its holder's to choose, as often as they like (RFC 4291,
  // 2.5.1; RFC 8981).
  private static InetAddress client(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] network = address.getAddress();
    Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
    try {
      return InetAddress.getByAddress(network);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("as long as before", e);
    }
  }
}
