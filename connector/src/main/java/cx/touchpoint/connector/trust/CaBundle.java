package cx.touchpoint.connector.trust;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.Responder;
import cx.touchpoint.api.connector.ConnectorConfiguration.SignIn;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.Source;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.State;
import cx.touchpoint.connector.configuration.MountedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The mounted certificate authorities. As with credentials, what was good once goes on being used
 * when the file vanishes or turns bad, and {@link #state()} tells of it. A channel that asks
 * neither its responder nor its customers' issuer over https can do without, so for it nothing is
 * missing.
 */
public final class CaBundle {

  private static final String FILE = "ca.crt";

  private final @Nullable Path file;
  private volatile Snapshot snapshot = new Snapshot(false, null, null, null);

  /**
   * @param directory where the bundle is mounted, null when there is none to be
   */
  public CaBundle(@Nullable Path directory) {
    this.file = directory == null ? null : directory.resolve(FILE);
  }

  /** Trust in the bundle and in Java's own authorities; empty while there is only the latter. */
  public Optional<X509TrustManager> trust() {
    return Optional.ofNullable(snapshot.trust());
  }

  /** How the bundle is, empty when it is not needed. */
  public Optional<Credential> state() {
    Snapshot now = snapshot;
    return now.needed() ? Optional.ofNullable(now.state()) : Optional.empty();
  }

  /** Whether the bundle was good at least once, or is not needed. */
  public boolean complete() {
    Snapshot now = snapshot;
    return !now.needed() || now.trust() != null;
  }

  /**
   * Looks at the file once.
   *
   * @return whether anything changed
   */
  public synchronized boolean reload(ConnectorConfiguration configuration) {
    if (file == null) {
      return false;
    }
    Snapshot before = snapshot;
    snapshot = read(file, before).needed(isNeeded(configuration));
    return !snapshot.equals(before);
  }

  private static Snapshot read(Path file, Snapshot before) {
    try {
      Optional<byte[]> found = MountedFile.read(file);
      if (found.isEmpty()) {
        return before.bad(null, State.Missing, "The ConfigMap has no such key. Add it.");
      }
      byte[] content = found.get();
      return Arrays.equals(content, before.content()) ? before : accept(content, before);
    } catch (IOException e) {
      return before.bad(null, State.Invalid, "cannot be read: " + e.getMessage());
    }
  }

  private static Snapshot accept(byte[] content, Snapshot before) {
    try {
      return new Snapshot(
          before.needed(),
          content,
          Authorities.beside(content),
          new Credential(Source.CaBundle, FILE, State.Valid, null));
    } catch (Authorities.UnusableBundle e) {
      return before.bad(content, State.Invalid, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isNeeded(ConnectorConfiguration configuration) {
    Responder responder = configuration.responder();
    Responder.Http http = responder.http();
    SignIn signIn = configuration.signIn();
    return (responder.type() == Responder.Kind.Http && http != null && isHttps(http.url()))
        || (signIn != null && signIn.jwksUrl() != null && isHttps(signIn.jwksUrl()));
  }

  private static boolean isHttps(String url) {
    return url.toLowerCase(Locale.ROOT).startsWith("https:");
  }

  @SuppressWarnings("ArrayRecordComponent") // the same array as long as its content is the same
  private record Snapshot(
      boolean needed,
      byte @Nullable [] content,
      @Nullable X509TrustManager trust,
      @Nullable Credential state) {

    Snapshot needed(boolean now) {
      return now == needed ? this : new Snapshot(now, content, trust, state);
    }

    Snapshot bad(byte @Nullable [] refused, State why, String message) {
      return new Snapshot(
          needed, refused, trust, new Credential(Source.CaBundle, FILE, why, message));
    }
  }
}
