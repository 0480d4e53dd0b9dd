package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.credentials.Keyring;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens by which a browser takes up its conversation again, on any replica: {@code
 * v1.<payload>.<HMAC-SHA256 over channel, account and payload>}, both parts base64url. The payload
 * is the conversation's UUID, the second of issue and whether there was an answer yet. The account
 * stands in the signature alone: a token is good for the customer it was made for, and tells nobody
 * who that is.
 */
final class ResumeTokens {

  /** A tab that slept longer begins a new conversation. */
  static final Duration VALID = Duration.ofHours(24);

  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
  private static final int PAYLOAD_BYTES = 25;
  private static final int LONGEST = 120;

  private final String channel;
  private final Clock clock;
  private final Supplier<Duration> valid;

  /**
   * @param valid how long a token is good for
   */
  ResumeTokens(String channel, Clock clock, Supplier<Duration> valid) {
    this.channel = channel;
    this.clock = clock;
    this.valid = valid;
  }

  String issue(Resumption resumption, Keyring keys) {
    byte[] payload =
        ByteBuffer.allocate(PAYLOAD_BYTES)
            .putLong(resumption.conversation().getMostSignificantBits())
            .putLong(resumption.conversation().getLeastSignificantBits())
            .putLong(clock.instant().getEpochSecond())
            .put((byte) (resumption.answered() ? 1 : 0))
            .array();
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "v1."
        + base64.encodeToString(payload)
        + '.'
        + base64.encodeToString(sign(keys.current(), resumption.account(), payload));
  }

  /**
   * @param account of the customer who shows it, empty while they are nameless
   * @throws RefusedToken when the token is not one of this channel's for this customer, or too old
   */
  Resumption verify(String token, Optional<String> account, Keyring keys) throws RefusedToken {
    String[] parts = token.length() > LONGEST ? new String[0] : token.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals("v1")) {
      throw new RefusedToken("is no resume token of this connector");
    }
    byte[] payload = decode(parts[1]);
    byte[] signature = decode(parts[2]);
    boolean ours = false;
    for (byte[] key : keys.accepted()) {
      ours |= MessageDigest.isEqual(sign(key, account, payload), signature);
    }
    if (!ours || payload.length != PAYLOAD_BYTES) {
      throw new RefusedToken("was not signed by this channel for this customer");
    }
    ByteBuffer fields = ByteBuffer.wrap(payload);
    UUID conversation = new UUID(fields.getLong(), fields.getLong());
    Duration age = Duration.between(Instant.ofEpochSecond(fields.getLong()), clock.instant());
    Duration longest = valid.get();
    if (age.compareTo(longest) > 0 || age.negated().compareTo(CLOCKS_APART) > 0) {
      throw new RefusedToken("is older than " + words(longest));
    }
    return new Resumption(conversation, fields.get() == 1, account);
  }

  private static String words(Duration time) {
    return time.toHours() > 0 ? time.toHours() + " hours" : time.toSeconds() + " s";
  }

  private static byte[] decode(String part) throws RefusedToken {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new RefusedToken("is no resume token of this connector");
    }
  }

  private byte[] sign(byte[] key, Optional<String> account, byte[] payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      // The purpose and the channel, so that no other signature by the same key can stand in.
      mac.update(utf8("touchpoint resume v1\n" + channel + '\n'));
      account.ifPresent(it -> mac.update(utf8("of " + it + '\n')));
      return mac.doFinal(payload);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What a token says.
   *
   * @param answered whether the customer had an answer in this conversation yet
   * @param account whose conversation it is, empty where the customer is nameless
   */
  record Resumption(UUID conversation, boolean answered, Optional<String> account) {

    static Resumption beginning(Optional<String> account) {
      return new Resumption(UUID.randomUUID(), false, account);
    }

    Resumption answeredNow() {
      return answered ? this : new Resumption(conversation, true, account);
    }

    /** Never the account. */
    @Override
    public String toString() {
      return "conversation " + conversation;
    }
  }

  /** A token that proves nothing; the message continues "the resume token ...". */
  static final class RefusedToken extends Exception {
    RefusedToken(String message) {
      super(message, null, false, false); // a stranger's doing; a stack trace says nothing
    }
  }
}
