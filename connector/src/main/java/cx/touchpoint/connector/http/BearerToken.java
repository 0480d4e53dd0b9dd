package cx.touchpoint.connector.http;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The bearer token of a request's Authorization header (RFC 6750, section 2.1). */
public final class BearerToken {

  private static final String SCHEME = "bearer ";

  private BearerToken() {}

  /** What was shown, empty when no token was. */
  public static Optional<byte[]> shown(MultiMap headers) {
    String authorization = headers.get("Authorization");
    return authorization == null
            || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.empty()
        : Optional.of(
            authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
  }
}
