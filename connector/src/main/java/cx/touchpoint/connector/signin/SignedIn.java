package cx.touchpoint.connector.signin;

import cx.touchpoint.connector.conversation.Proof;
import java.time.Instant;
import java.util.List;

/**
 * A customer whom an issuer vouches for.
 *
 * @param issuer who vouches
 * @param subject whom, in the issuer's words; never logged
 * @param proofs what that proves
 * @param until when the token has run out
 */
public record SignedIn(String issuer, String subject, List<Proof> proofs, Instant until) {

  public SignedIn {
    proofs = List.copyOf(proofs);
  }

  /** The same for the same customer and for nobody else: subjects are an issuer's own. */
  public String account() {
    return issuer + '\n' + subject;
  }

  /** Never the subject. */
  @Override
  public String toString() {
    return "a customer of " + issuer;
  }
}
