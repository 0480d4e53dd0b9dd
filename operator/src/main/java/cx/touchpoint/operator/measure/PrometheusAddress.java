package cx.touchpoint.operator.measure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a Prometheus is: what stands before {@code /api/v1}, such as {@code http://prometheus:9090}
 * or {@code https://metrics.example.com/prometheus}.
 */
public final class PrometheusAddress {

  private static final String API = "/api/v1/";

  private final String base;

  private PrometheusAddress(String base) {
    this.base = base;
  }

  /**
   * Reads an address; slashes at its end do not matter.
   *
   * @throws IllegalArgumentException saying what to write instead
   */
  public static PrometheusAddress of(String text) {
    try {
      URI uri = new URI(text.strip().replaceAll("/+$", ""));
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
        throw wrong(text, "is no address of Prometheus");
      }
      if (uri.getUserInfo() != null) {
        // Not repeated: it may hold a password.
        throw new IllegalArgumentException(
            "an address of Prometheus with a user in it is not used: credentials would end up in"
                + " logs. Write http(s)://host[:port][/path]");
      }
      if (uri.getQuery() != null || uri.getFragment() != null) {
        throw wrong(text, "has something behind its path");
      }
      if (uri.getPath().contains("/api/v1")) {
        throw wrong(text, "goes on to the API: leave out /api/v1 and what follows");
      }
      return new PrometheusAddress(uri.toString());
    } catch (URISyntaxException e) {
      throw wrong(text, "is no address of Prometheus");
    }
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' "
            + why
            + ". Write http(s)://host[:port][/path], for example http://prometheus:9090");
  }

  URI api(String what) {
    return URI.create(base + API + what);
  }

  @Override
  public String toString() {
    return base;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrometheusAddress that && that.base.equals(base);
  }

  @Override
  public int hashCode() {
    return base.hashCode();
  }
}
