package cx.touchpoint.connector.store;

import cx.touchpoint.connector.conversation.Proof;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the database knows customers' names by: HMAC-SHA256 (RFC 2104) with a key that lies in the
 * history's Secret and not in the database. Without it nobody finds out from the database, or a
 * backup of it, whose phone number is there by trying them all.
 */
final class IdentityHashes {

  static final String KEY = "identityKey";
  private static final int LEAST_BYTES = 32;

  private final Path secret;

  /**
   * @param secret directory in which the history's Secret is mounted
   */
  IdentityHashes(Path secret) {
    this.secret = secret;
  }

  /** The hash of a name; empty while there is no usable key. */
  Optional<byte[]> of(Proof proof) {
    return key().map(key -> hash(key, proof.key().name() + '\n' + proof.value()));
  }

  /**
   * The conversation that an account has on a channel, the same from every replica; empty while
   * there is no usable key.
   */
  Optional<UUID> conversation(String channel, String account) {
    return key()
        .map(key -> ByteBuffer.wrap(hash(key, "conversation\n" + channel + '\n' + account)))
        .map(hash -> new UUID(hash.getLong(), hash.getLong()));
  }

  /** Whether names can be told apart at all. */
  boolean usable() {
    return key().isPresent();
  }

  private Optional<byte[]> key() {
    Path file = secret.resolve(KEY);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      return Optional.of(key).filter(it -> it.length >= LEAST_BYTES);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] hash(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
