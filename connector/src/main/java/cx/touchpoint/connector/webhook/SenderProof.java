package cx.touchpoint.connector.webhook;

import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
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

  /**
   * What can be told once the events are read.
   *
   * @throws MalformedEvent when an event is not what the proof is about
   */
  void check(MultiMap headers, HttpEvents events) throws MalformedEvent;
}
