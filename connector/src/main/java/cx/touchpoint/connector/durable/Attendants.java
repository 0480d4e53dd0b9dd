package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Conversations.Attendance;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.store.PromiseClock;
import cx.touchpoint.connector.store.StoreFailure;
import cx.touchpoint.connector.store.Transcript;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The customers' connections of this replica. Each is brought what is kept for it, in order and
 * from where it stood; who gave the answer does not matter.
 */
final class Attendants {

  private static final Logger log = LoggerFactory.getLogger(Attendants.class);

  private final ConcurrentHashMap<String, Set<Attendant>> present = new ConcurrentHashMap<>();
  private final Transcript transcript;
  private final PromiseClock clock;
  private final InOrder inOrder;

  Attendants(Transcript transcript, PromiseClock clock, InOrder inOrder) {
    this.transcript = transcript;
    this.clock = clock;
    this.inOrder = inOrder;
  }

  Attendance attend(String conversation, boolean known, long after, Consumer<Reply> replies) {
    Attendant attendant = new Attendant(conversation, after, replies);
    present.compute(
        conversation,
        (_, others) -> {
          Set<Attendant> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(attendant);
          return all;
        });
    if (known) {
      inOrder.run(
          conversation,
          () -> {
            tell(() -> clock.returned(conversation));
            attendant.bring();
          });
    }
    return () -> leave(attendant);
  }

  /** There may be something new in this conversation. */
  void look(String conversation) {
    for (Attendant attendant : present.getOrDefault(conversation, Set.of())) {
      inOrder.run(conversation, attendant::bring);
    }
  }

  /** There may be something new in any. */
  void lookEverywhere() {
    present.keySet().forEach(this::look);
  }

  private void leave(Attendant attendant) {
    String conversation = attendant.conversation;
    Set<Attendant> others =
        present.computeIfPresent(
            conversation,
            (_, all) -> {
              all.remove(attendant);
              return all.isEmpty() ? null : all;
            });
    if (others == null) {
      inOrder.run(
          conversation,
          () -> {
            if (!present.containsKey(conversation)) {
              tell(() -> clock.left(conversation));
            }
          });
    }
  }

  private static void tell(Writing writing) {
    try {
      writing.write();
    } catch (StoreFailure e) {
      log.debug("Whether a customer is there could not be kept", e);
    }
  }

  private interface Writing {
    void write() throws StoreFailure;
  }

  /** One connection; what is done with it is done in the order of its conversation. */
  private final class Attendant {
    private final String conversation;
    private final Consumer<Reply> replies;
    private long after;

    Attendant(String conversation, long after, Consumer<Reply> replies) {
      this.conversation = conversation;
      this.after = after;
      this.replies = replies;
    }

    void bring() {
      try {
        if (after < 0) {
          // Once: what another of the customer's connections has had since is news here.
          after = transcript.delivered(conversation);
        }
        List<Reply> missed =
            transcript.answersAfter(conversation, after).stream()
                .map(said -> Replies.of(conversation, said))
                .toList();
        for (Reply reply : missed) {
          after = Math.max(after, reply.seq());
          replies.accept(reply);
        }
      } catch (StoreFailure e) {
        log.debug("Answers could not be read; they are read when the next is there", e);
      }
    }
  }
}
