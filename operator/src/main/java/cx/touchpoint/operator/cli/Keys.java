package cx.touchpoint.operator.cli;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes keys of 32 random bytes, each in the form its reader expects. */
final class Keys {

  private static final int BYTES = 32;

  private final SecureRandom random;

  Keys(SecureRandom random) {
    this.random = random;
  }

  String fresh(Key key) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return switch (key) {
      case sessionKey -> Base64.getEncoder().encodeToString(bytes);
      case token -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      case hmacKey -> "whsec_" + Base64.getEncoder().encodeToString(bytes);
    };
  }
}
