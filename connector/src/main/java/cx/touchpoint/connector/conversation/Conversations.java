package cx.touchpoint.connector.conversation;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where every protocol brings its messages: each is asked about once, in order per conversation,
 * and what was promised about it is decided.
 */
public interface Conversations {

  /**
   * Changes who answers, how many turns run at once, what is promised from now on, and what
   * customers are told whom nobody could answer.
   */
  void configure(Responder responder, int slots, List<Promise> promises, String sorry);

  /** Brings a message; the same one again joins the first or gets the same outcome. */
  CompletableFuture<Outcome> take(Message message, Arrival arrival);

  /** Brings a reply that came by itself; the same one again gets the same outcome. */
  CompletableFuture<LateOutcome> say(LateReply reply);

  /** Lets the customer see what is not said; no promise, matter or idle time hears of it. */
  CompletableFuture<LateOutcome> show(String conversation, Sign sign);

  /** Notes that the customer's side has this reply; noted twice it counts once. */
  void delivered(Reply reply);

  /**
   * Notes that the customer has read what they were answered; nothing where nothing is kept.
   *
   * @param seq the place of the last reply they have read
   * @return ends when it is noted, or cannot be
   */
  CompletableFuture<Void> read(String conversation, long seq);

  /**
   * The customer is there, on one connection more.
   *
   * @param known whether the conversation may have been before
   * @param after the place of the last reply that the customer has, -1 when they cannot say
   * @param recipient gets what is kept for the customer; nothing where nothing is kept
   */
  Attendance attend(String conversation, boolean known, long after, Recipient recipient);

  /** Decides the promises that have become due; called many times a second. Must not block. */
  void advance();

  /**
   * Takes no more messages.
   *
   * @return ends when the last turn in progress has
   */
  CompletableFuture<Void> drain();

  /** One connection of a customer's. */
  interface Attendance {
    /** It is gone; perhaps they come back, or have another already. */
    void leave();
  }
}
