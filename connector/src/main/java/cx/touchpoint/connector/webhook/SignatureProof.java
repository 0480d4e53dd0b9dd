package cx.touchpoint.connector.webhook;

import cx.touchpoint.connector.cloudevent.ContentMode;
import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signature over id, time and raw body (Standard Webhooks 1.0: {@code webhook-id}, {@code
 * webhook-timestamp}, {@code webhook-signature}).
 */
record SignatureProof(Keyring keys, Clock clock) implements SenderProof {

  /** How far the sender's clock may be from ours; a recorded request is worthless after that. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int MOST_SIGNATURES = 10;

  @Override
  public Optional<Problem> problemOf(MultiMap headers) {
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      if (header(headers, name).isBlank()) {
        return refused(
            name, "The header %s is missing. Sign as Standard Webhooks 1.0 says.".formatted(name));
      }
    }
    String timestamp = header(headers, "webhook-timestamp");
    if (!timestamp.matches("[0-9]{1,12}")) {
      return refused("webhook-timestamp", "webhook-timestamp is no number of seconds since 1970.");
    }
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
    return age.abs().compareTo(TOLERANCE) > 0
        ? refused(
            "webhook-timestamp",
            "webhook-timestamp is more than 5 minutes from now. Sign anew for each attempt and set the clock.")
        : Optional.empty();
  }

  @Override
  public Optional<Problem> problemOf(MultiMap headers, Buffer body) {
    String signed =
        header(headers, "webhook-id") + '.' + header(headers, "webhook-timestamp") + '.';
    List<byte[]> shown = signatures(header(headers, "webhook-signature"));
    boolean matches = false;
    for (byte[] key : keys.accepted()) {
      byte[] expected = sign(key, signed, body);
      for (byte[] signature : shown) {
        matches |= MessageDigest.isEqual(expected, signature);
      }
    }
    return matches
        ? Optional.empty()
        : refused(
            "webhook-signature",
            "No signature in webhook-signature fits. Sign the raw body with the channel's current key.");
  }

  // The signature covers webhook-id but no ce- header, so an event's id could be changed on the
  // way.
  @Override
  public void check(MultiMap headers, HttpEvents events) throws MalformedEvent {
    if (events.mode() == ContentMode.BINARY
        && !events.events().getFirst().getId().equals(header(headers, "webhook-id"))) {
      throw new MalformedEvent(
          "webhook-id", "differs from ce-id. In binary mode send the same value in both.");
    }
  }

  private static String header(MultiMap headers, String name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }

  private static List<byte[]> signatures(String header) {
    List<byte[]> signatures = new ArrayList<>();
    for (String part : header.split(" ", MOST_SIGNATURES + 1)) {
      if (part.startsWith("v1,") && signatures.size() < MOST_SIGNATURES) {
        try {
          signatures.add(Base64.getDecoder().decode(part.substring("v1,".length())));
        } catch (IllegalArgumentException e) {
          // One of several may be of a kind we do not know; the others still count.
          continue;
        }
      }
    }
    return signatures;
  }

  private static byte[] sign(byte[] key, String signed, Buffer body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(signed.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body.getBytes());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static Optional<Problem> refused(String header, String detail) {
    return Optional.of(
        Problem.of(401, "Unauthorized", detail)
            .with("field", header)
            .withHeader("WWW-Authenticate", "StandardWebhooks"));
  }
}
