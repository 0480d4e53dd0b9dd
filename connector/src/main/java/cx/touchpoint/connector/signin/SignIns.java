package cx.touchpoint.connector.signin;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.SignIn;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.connector.http.Line;
import cx.touchpoint.connector.signin.RefusedSignIn.Reason;
import cx.touchpoint.connector.trust.CaBundle;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whom a channel takes for signed in. Keys are fetched and tokens verified on threads that may
 * block, never on an event loop.
 */
public final class SignIns {

  /** Browsers take a connector that says nothing for 10 s for dead. */
  private static final long LONGEST_SECONDS = 8;

  private final Vertx vertx;
  private final Path mounted;
  private final CaBundle caBundle;
  private final ExecutorService executor;
  private final InstantSource clock;
  private volatile @Nullable InForce inForce;

  /**
   * @param mounted directory with {@code jwks.json}, where keys are mounted
   * @param executor runs what may block
   */
  public SignIns(
      Vertx vertx, Path mounted, CaBundle caBundle, ExecutorService executor, InstantSource clock) {
    this.vertx = vertx;
    this.mounted = mounted;
    this.caBundle = caBundle;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Goes on by this configuration, and looks at the mounted keys once.
   *
   * @return whether anything changed
   */
  public synchronized boolean reload(ConnectorConfiguration configuration) {
    InForce before = inForce;
    SignIn asked = configuration.signIn();
    Line line =
        asked == null || asked.jwksUrl() == null
            ? null
            : Line.to(asked.jwksUrl(), configuration, caBundle.trust());
    if (before != null && before.isOf(asked, line)) {
      return before.tokens().keys() instanceof MountedKeys keys && keys.reload();
    }
    if (before == null && asked == null) {
      return false;
    }
    inForce =
        asked == null ? null : new InForce(line, new IdTokens(asked, keys(asked, line), clock));
    if (before != null) {
      before.tokens().keys().close();
    }
    return true;
  }

  private SigningKeys keys(SignIn asked, @Nullable Line line) {
    if (asked.jwksUrl() != null && line != null) {
      return new PublishedKeys(asked.jwksUrl(), new KeyFetch(vertx, line), executor);
    }
    var keys = new MountedKeys(mounted);
    keys.reload();
    return keys;
  }

  /** How the issuer's keys are, empty where nobody signs in. */
  public Optional<Credential> state() {
    InForce now = inForce;
    return now == null ? Optional.empty() : Optional.of(now.tokens().keys().state());
  }

  /** Whom a token is about; ends with {@link RefusedSignIn} when it proves nothing here. */
  public CompletableFuture<SignedIn> read(String token) {
    InForce now = inForce;
    if (now == null) {
      return CompletableFuture.failedFuture(new RefusedSignIn(Reason.NOT_CONFIGURED));
    }
    var read = new CompletableFuture<SignedIn>();
    executor.execute(
        () -> {
          try {
            read.complete(now.tokens().read(token));
          } catch (RefusedSignIn e) {
            read.completeExceptionally(e);
          } catch (RuntimeException | StackOverflowError e) {
            // Whatever a stranger can make a parser stumble over is no token.
            read.completeExceptionally(new RefusedSignIn(Reason.MALFORMED));
          }
        });
    return read.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS);
  }

  private record InForce(@Nullable Line line, IdTokens tokens) {
    boolean isOf(@Nullable SignIn asked, @Nullable Line way) {
      return tokens.settings().equals(asked) && Objects.equals(line, way);
    }
  }
}
