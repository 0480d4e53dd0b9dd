package cx.touchpoint.connector.signin;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes. They are fetched at the start, again before they are old, and when
 * a token names one that is not among them.
 */
final class PublishedKeys implements SigningKeys {

  private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration AHEAD = Duration.ofSeconds(60);

  /** Longer than a fetch takes, since who waits for another's fetch waits that long. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(6);

  /** Strangers can write any kid; two fetches in this time is what that costs the issuer. */
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

  /** An issuer that is down for so long signs nobody out, and a key it withdrew is gone by then. */
  private static final Duration OUTAGE = Duration.ofHours(12);

  private final KeyFetch fetch;
  private final JWKSource<SecurityContext> source;

  PublishedKeys(String url, KeyFetch fetch, ExecutorService executor) {
    this.fetch = fetch;
    this.source =
        JWKSourceBuilder.create(url(url), fetch)
            .refreshAheadCache(AHEAD.toMillis(), null, executor, false, null, false)
            .cache(FRESH.toMillis(), LONGEST_WAIT.toMillis())
            .rateLimited(BETWEEN_FETCHES.toMillis())
            .outageTolerant(OUTAGE.toMillis())
            .build();
    executor.execute(this::begin);
  }

  /** So that the first customer need not wait, and whoever looks at the status sees how it is. */
  private void begin() {
    try {
      matching(new JWKSelector(new JWKMatcher.Builder().build()));
    } catch (KeySourceException e) {
      log.debug("No keys yet; each token asks again", e);
    }
  }

  @Override
  public List<JWK> matching(JWKSelector selector) throws KeySourceException {
    return source.get(selector, null);
  }

  @Override
  public Credential state() {
    return fetch.state();
  }

  @Override
  public void close() {
    fetch.close();
    if (source instanceof Closeable open) {
      try {
        open.close();
      } catch (IOException e) {
        log.debug("Keys nobody asks for any more could not be closed", e);
      }
    }
  }

  private static URL url(String url) {
    try {
      return URI.create(url).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("signIn.jwksUrl is checked when it is read", e);
    }
  }
}
