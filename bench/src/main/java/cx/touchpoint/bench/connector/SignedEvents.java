package cx.touchpoint.bench.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Requests as senders make them: one CloudEvent in binary mode, signed as Standard Webhooks 1.0
 * says. No two have the same id, or the connector would answer from memory.
 */
final class SignedEvents {

  /** Messages of so many conversations are mixed. */
  private static final int CONVERSATIONS = 1_000;

  private static final String BODY =
      """
      {"text":"Good morning, my parcel should have been here on Monday. Where is it?"}""";

  private static final String REQUEST =
      """
      POST /hooks/webhook HTTP/1.1
      Host: hooks.example.com
      User-Agent: bench
      Prefer: %7$s
      Content-Type: application/json
      Content-Length: %d
      ce-specversion: 1.0
      ce-type: cx.touchpoint.message.sent
      ce-source: /orders
      ce-id: %2$s
      ce-subject: order-%3$d
      webhook-id: %2$s
      webhook-timestamp: %4$d
      webhook-signature: v1,%5$s

      %6$s""";

  private final byte[] key;
  private final String prefer;
  private final AtomicLong made = new AtomicLong();

  /** Their senders wait for the answer. */
  SignedEvents(byte[] key) {
    this(key, "wait=10");
  }

  private SignedEvents(byte[] key, String prefer) {
    this.key = key.clone();
    this.prefer = prefer;
  }

  /** Their senders want to hear that it is taken, and no more. */
  static SignedEvents ofSendersWhoDoNotWait(byte[] key) {
    return new SignedEvents(key, "respond-async");
  }

  /** Makes requests that are good for five minutes. */
  byte[][] make(int number) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    long timestamp = Instant.now().getEpochSecond();
    var requests = new byte[number][];
    for (int i = 0; i < number; i++) {
      long event = made.incrementAndGet();
      String id = "event-" + event;
      byte[] signature = mac.doFinal((id + '.' + timestamp + '.' + BODY).getBytes(UTF_8));
      requests[i] =
          REQUEST
              .replace("\n", "\r\n")
              .formatted(
                  BODY.getBytes(UTF_8).length,
                  id,
                  event % CONVERSATIONS,
                  timestamp,
                  Base64.getEncoder().encodeToString(signature),
                  BODY,
                  prefer)
              .getBytes(UTF_8);
    }
    return requests;
  }
}
