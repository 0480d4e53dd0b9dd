package cx.touchpoint.connector.http;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.Proxy;
import cx.touchpoint.connector.configuration.NoProxy;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a service of somebody else is reached: through which proxy, and trusting whom.
 *
 * @param proxy the proxy in between, null when there is none for this service
 * @param trust whom to trust, null for Java's own authorities
 */
public record Line(@Nullable Proxy proxy, @Nullable X509TrustManager trust) {

  /**
   * The line to a service. Whether it is proxied is decided here and not by Vert.x, whose list of
   * hosts without proxy knows neither suffixes nor CIDR blocks.
   */
  public static Line to(
      String url, ConnectorConfiguration configuration, Optional<X509TrustManager> trust) {
    Proxy proxy = configuration.proxy();
    URI uri = URI.create(url);
    // Plain http is spoken inside the cluster, where a proxy for the outside has no business.
    boolean direct =
        proxy == null
            || !"https".equalsIgnoreCase(uri.getScheme())
            || NoProxy.of(proxy.noProxy()).covers(uri.getHost());
    return new Line(direct ? null : proxy, trust.orElse(null));
  }

  /** What a client of this line is made with. */
  public HttpClientOptions options() {
    var options = new HttpClientOptions();
    if (proxy != null) {
      options.setProxyOptions(
          new ProxyOptions().setType(ProxyType.HTTP).setHost(proxy.host()).setPort(proxy.port()));
    }
    if (trust != null) {
      options.setTrustOptions(TrustOptions.wrap(trust));
    }
    return options;
  }

  /** For messages: {@code " through the proxy host:port"}, or nothing. */
  public String words() {
    return proxy == null ? "" : " through the proxy " + proxy.host() + ":" + proxy.port();
  }
}
