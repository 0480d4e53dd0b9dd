package cx.touchpoint.connector.webhook;

import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.http.BearerToken;
import cx.touchpoint.connector.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A bearer token in the Authorization header (RFC 6750, section 2.1). */
record BearerProof(Keyring tokens) implements SenderProof {

  @Override
  public Optional<Problem> problemOf(MultiMap headers) {
    Optional<byte[]> shown = BearerToken.shown(headers);
    if (shown.isEmpty()) {
      return Optional.of(
          Problem.of(
                  401, "Unauthorized", "Send the channel's token as Authorization: Bearer <token>.")
              .withHeader("WWW-Authenticate", "Bearer realm=\"touchpoint\""));
    }
    return tokens.matches(shown.get())
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                    401, "Unauthorized", "This is not the channel's token. Send the current one.")
                .withHeader(
                    "WWW-Authenticate", "Bearer realm=\"touchpoint\", error=\"invalid_token\""));
  }

  @Override
  public Optional<Problem> problemOf(MultiMap headers, Buffer body) {
    return Optional.empty();
  }

  // A token vouches for whatever its holder sends.
  @Override
  public void check(MultiMap headers, HttpEvents events) {}
}
