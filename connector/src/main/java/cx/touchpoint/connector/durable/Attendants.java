package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Conversations.Attendance;
import cx.touchpoint.connector.conversation.Recipient;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Sign;
import cx.touchpoint.connector.store.PromiseClock;
import cx.touchpoint.connector.store.ReadMarks;
import cx.touchpoint.connector.store.StoreFailure;
import cx.touchpoint.connector.store.Transcript;
import java.util.List;
import java.util.Optional;
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
  private final ReadMarks marks;
  private final PromiseClock clock;
  private final InOrder inOrder;

  Attendants(Transcript transcript, ReadMarks marks, PromiseClock clock, InOrder inOrder) {
    this.transcript = transcript;
    this.marks = marks;
    this.clock = clock;
    this.inOrder = inOrder;
  }

  Attendance attend(String conversation, boolean known, long after, Recipient recipient) {
    Attendant attendant = new Attendant(conversation, after, recipient);
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
            attendant.mark();
          });
    }
    return () -> leave(attendant);
  }

  /** There may be something new in this conversation. */
  void look(String conversation) {
    each(conversation, Attendant::bring);
  }

  /** People may have read more of this conversation. */
  void lookForMark(String conversation) {
    each(conversation, Attendant::mark);
  }

  /** A person begins to write in this conversation, or leaves off. */
  void typing(String conversation, boolean on) {
    each(conversation, attendant -> attendant.recipient.sign(new Sign.Typing(on)));
  }

  /** There may be something new in any. */
  void lookEverywhere() {
    present
        .keySet()
        .forEach(
            conversation -> {
              look(conversation);
              lookForMark(conversation);
            });
  }

  private void each(String conversation, Consumer<Attendant> work) {
    for (Attendant attendant : present.getOrDefault(conversation, Set.of())) {
      inOrder.run(conversation, () -> work.accept(attendant));
    }
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
    private final Recipient recipient;
    private long after;
    private long marked;

    Attendant(String conversation, long after, Recipient recipient) {
      this.conversation = conversation;
      this.after = after;
      this.recipient = recipient;
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
          recipient.reply(reply);
        }
      } catch (StoreFailure e) {
        log.debug("Answers could not be read; they are read when the next is there", e);
      }
    }

    void mark() {
      try {
        Optional<ReadMarks.Mark> mark = marks.of(conversation).filter(it -> it.seq() > marked);
        if (mark.isPresent()) {
          marked = mark.get().seq();
          recipient.sign(new Sign.Read(mark.get().id()));
        }
      } catch (StoreFailure e) {
        log.debug("How far people have read could not be read; it is when they read on", e);
      }
    }
  }
}
