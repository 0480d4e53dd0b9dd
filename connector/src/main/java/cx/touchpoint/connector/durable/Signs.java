package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.LateOutcome;
import cx.touchpoint.connector.conversation.Sign;
import cx.touchpoint.connector.store.Bell;
import cx.touchpoint.connector.store.Lookout;
import cx.touchpoint.connector.store.ReadMarks;
import cx.touchpoint.connector.store.StoreFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is shown without being said, to all of a customer's connections on whichever replica. It is
 * no answer: no promise, matter or idle time hears of it.
 */
final class Signs {

  private static final Logger log = LoggerFactory.getLogger(Signs.class);

  private final ReadMarks marks;
  private final Attendants attendants;
  private final Lookout lookout;

  Signs(ReadMarks marks, Attendants attendants, Lookout lookout) {
    this.marks = marks;
    this.attendants = attendants;
    this.lookout = lookout;
  }

  /** Whoever answers shows something. */
  LateOutcome show(String conversation, Sign sign) throws StoreFailure {
    return switch (sign) {
      case Sign.Typing(boolean on) -> {
        if (!marks.isConversation(conversation)) {
          yield new LateOutcome.NoConversation();
        }
        tell(conversation, on ? Bell.TYPING : Bell.NOT_TYPING);
        yield new LateOutcome.Shown();
      }
      case Sign.Read(String upTo) -> {
        Optional<Boolean> news = marks.mark(conversation, upTo);
        if (news.isEmpty()) {
          yield marks.isConversation(conversation)
              ? new LateOutcome.NoMessage()
              : new LateOutcome.NoConversation();
        }
        if (news.get()) {
          tell(conversation, Bell.READ);
        }
        yield new LateOutcome.Shown();
      }
    };
  }

  /** The customer has read what is up to this place. */
  void read(String conversation, long seq) {
    try {
      marks.customerHasRead(conversation, seq);
    } catch (StoreFailure e) {
      log.debug("How far a customer has read could not be kept", e);
    }
  }

  /** There is something to see for those who are here. */
  void heard(String conversation, Bell bell) {
    switch (bell) {
      case TYPING -> attendants.typing(conversation, true);
      case NOT_TYPING -> attendants.typing(conversation, false);
      case READ -> attendants.lookForMark(conversation);
      case ANSWERS -> throw new IllegalArgumentException("an answer is said and not shown");
    }
  }

  private void tell(String conversation, Bell bell) {
    heard(conversation, bell);
    try {
      lookout.ring(conversation, bell);
    } catch (StoreFailure e) {
      log.debug("Other replicas could not be told that there is something to see", e);
    }
  }
}
