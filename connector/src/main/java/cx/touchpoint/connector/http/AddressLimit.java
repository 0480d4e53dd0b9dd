package cx.touchpoint.connector.http;

import cx.touchpoint.api.connector.ConnectorConfiguration.Clients;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one client may have open at this replica, all event loops together: connections where it
 * connects itself, sockets and requests in progress where a proxy speaks for it.
 */
public final class AddressLimit {

  private static final Optional<Place> UNCOUNTED = Optional.of(Place.UNCOUNTED);
  private static final Rule NONE = new Rule(Integer.MAX_VALUE, TrustedProxies.of(List.of()));

  private final Places places = new Places();
  private final Runnable refused;
  // Without a limit clients are counted all the same, so that one that comes later counts what is
  // open.
  private volatile Rule rule = NONE;

  /**
   * @param refused told of each connection and request that is refused
   */
  public AddressLimit(Runnable refused) {
    this.refused = refused;
  }

  /**
   * Goes on by another limit; what is open stays.
   *
   * @param clients null for no limit
   */
  public void configure(@Nullable Clients clients) {
    rule =
        clients == null
            ? NONE
            : new Rule(
                clients.connectionsPerAddress(), TrustedProxies.of(clients.trustedProxies()));
  }

  /** A place for a connection, empty when its client has no more. */
  Optional<Place> connection(HttpConnection connection) {
    Rule now = rule;
    return peer(connection)
        .filter(it -> !now.proxies().contains(it))
        .map(it -> take(it, now))
        .orElse(UNCOUNTED);
  }

  /**
   * A place for a request, empty when its client has no more.
   *
   * @param ofConnection that of its connection, which is the request's as well if it is the
   *     client's own: HTTP/1.1 has one at a time
   */
  Optional<Place> request(HttpServerRequest request, Place ofConnection) {
    Rule now = rule;
    Optional<InetAddress> peer = peer(request.connection());
    if (ofConnection.isCounted() && peer.filter(now.proxies()::contains).isEmpty()) {
      return UNCOUNTED;
    }
    return peer.flatMap(
            it -> now.proxies().clientOf(it, request.headers().getAll("X-Forwarded-For")))
        .map(it -> take(it, now))
        .orElse(UNCOUNTED);
  }

  /** Whether nobody has anything open. */
  boolean isUnused() {
    return places.areFree();
  }

  private Optional<Place> take(InetAddress client, Rule now) {
    Optional<Place> place = places.take(client, now.most());
    if (place.isEmpty()) {
      refused.run();
    }
    return place;
  }

  // Without the zone of a link-local address, which names an interface of this machine.
  private static Optional<InetAddress> peer(HttpConnection connection) {
    return Optional.ofNullable(connection.remoteAddress().hostAddress())
        .flatMap(it -> TrustedProxies.address(it.split("%", 2)[0]));
  }

  private record Rule(int most, TrustedProxies proxies) {}
}
