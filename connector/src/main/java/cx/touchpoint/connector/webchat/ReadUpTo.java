package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.conversation.Conversations;
import io.vertx.core.Context;

/**
 * How far the customer at one connection has read. It only grows, and one note of it is under way
 * at a time, so a browser that says it without end costs no more than one that reads fast. Used on
 * the connection's own event loop only.
 */
final class ReadUpTo {

  private final Conversations conversations;
  private final Context loop;
  private long newest;
  private long noted;
  private boolean underWay;

  ReadUpTo(Conversations conversations, Context loop) {
    this.conversations = conversations;
    this.loop = loop;
  }

  /** They have read what is up to this place. */
  void reached(String conversation, long seq) {
    newest = Math.max(newest, seq);
    if (underWay || newest == noted) {
      return;
    }
    underWay = true;
    noted = newest;
    var _ =
        conversations
            .read(conversation, noted)
            .whenComplete((_, _) -> loop.runOnContext(_ -> goOn(conversation)));
  }

  private void goOn(String conversation) {
    underWay = false;
    reached(conversation, noted);
  }
}
