package cx.touchpoint.connector.webhook;

import cx.touchpoint.connector.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** How a sender shows who it is. */
sealed interface SenderProof permits BearerProof, SignatureProof {

  /** What can be told from the headers, before anything of a body is read. */
  Optional<Problem> problemOf(MultiMap headers);

  /** What can be told from the body as it came, before anything of it is parsed. */
  Optional<Problem> problemOf(MultiMap headers, Buffer body);
}
