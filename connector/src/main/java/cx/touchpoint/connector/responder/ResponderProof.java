package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.credentials.CredentialKind;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.http.BearerToken;
import cx.touchpoint.connector.http.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What whoever answers has to show when they come by themselves: the token that they are shown. */
final class ResponderProof {

  private final Credentials credentials;

  ResponderProof(Credentials credentials) {
    this.credentials = credentials;
  }

  /** What is wrong with it, empty when it proves who they are. */
  Optional<Problem> missing(HttpServerRequest request) {
    Optional<Keyring> token = credentials.keyring(CredentialKind.RESPONDER_TOKEN);
    if (token.isEmpty()) {
      return Optional.of(
          Problem.of(
              403,
              "Forbidden",
              "The responder of this channel has no token, so nobody can prove to be it. Name a Secret in the Channel's responder.http.auth."));
    }
    return BearerToken.shown(request.headers()).map(token.get()::matches).orElse(false)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                    401,
                    "Unauthorized",
                    "Send the responder's token as Authorization: Bearer <token>.")
                .withHeader("WWW-Authenticate", "Bearer realm=\"touchpoint\""));
  }

  /** A conversation's name in a path, empty when none can be called so. */
  static Optional<String> conversation(String segment) {
    try {
      String name = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
      return name.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(name);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
