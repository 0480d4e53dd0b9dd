package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.conversation.Proof;
import cx.touchpoint.connector.signin.SignedIn;
import java.util.List;
import java.util.Optional;

/**
 * With whom a socket speaks.
 *
 * @param resumption their conversation
 * @param resumed whether it is one from before
 * @param problem why the resume token was not accepted, empty when it was or there was none
 * @param signedIn who they are, empty while they are nameless
 */
record Admitted(
    ResumeTokens.Resumption resumption,
    boolean resumed,
    Optional<String> problem,
    Optional<SignedIn> signedIn)
    implements Admission.Decision {

  List<Proof> proofs() {
    return signedIn.map(SignedIn::proofs).orElse(List.of());
  }

  Admitted answeredNow() {
    return new Admitted(resumption.answeredNow(), resumed, problem, signedIn);
  }
}
