package cx.touchpoint.connector.signin;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.Source;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.State;
import cx.touchpoint.connector.configuration.MountedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys that lie in a mounted file. As with credentials, what was good once goes on being used when
 * the file vanishes or turns bad.
 */
final class MountedKeys implements SigningKeys {

  static final String FILE = "jwks.json";

  private final Path file;
  private volatile Snapshot snapshot =
      new Snapshot(null, null, bad(State.Missing, "it was not read yet."));

  MountedKeys(Path directory) {
    this.file = directory.resolve(FILE);
  }

  /**
   * Looks at the file once.
   *
   * @return whether anything changed
   */
  boolean reload() {
    Snapshot before = snapshot;
    snapshot = read(before);
    return snapshot != before;
  }

  private Snapshot read(Snapshot before) {
    try {
      Optional<byte[]> found = MountedFile.read(file);
      if (found.isEmpty()) {
        return before.with(null, bad(State.Missing, "The ConfigMap has no such key. Add it."));
      }
      byte[] content = found.get();
      return Arrays.equals(content, before.content()) ? before : accept(content, before);
    } catch (IOException e) {
      return before.with(null, bad(State.Invalid, "cannot be read: " + e.getMessage()));
    }
  }

  private static Snapshot accept(byte[] content, Snapshot before) {
    try {
      JWKSet keys = JWKSet.parse(new String(content, StandardCharsets.UTF_8));
      return keys.isEmpty()
          ? before.with(content, bad(State.Invalid, "holds no key. Write one or more."))
          : new Snapshot(content, keys, new Credential(Source.SignIn, NAME, State.Valid, null));
    } catch (ParseException e) {
      return before.with(
          content, bad(State.Invalid, "is no JWK Set. Write {\"keys\": [...]} (RFC 7517)."));
    }
  }

  private static Credential bad(State state, String message) {
    return new Credential(Source.SignIn, NAME, state, message);
  }

  @Override
  public List<JWK> matching(JWKSelector selector) throws KeySourceException {
    JWKSet keys = snapshot.keys();
    if (keys == null) {
      throw new KeySourceException("no key was ever mounted");
    }
    return selector.select(keys);
  }

  @Override
  public Credential state() {
    return snapshot.state();
  }

  @Override
  public void close() {
    // The file is only looked at when asked.
  }

  @SuppressWarnings("ArrayRecordComponent") // the same array as long as its content is the same
  private record Snapshot(byte @Nullable [] content, @Nullable JWKSet keys, Credential state) {

    /** The last good keys with another word about what lies there now. */
    Snapshot with(byte @Nullable [] refused, Credential now) {
      return now.equals(state) && Arrays.equals(refused, content)
          ? this
          : new Snapshot(refused, keys, now);
    }
  }
}
