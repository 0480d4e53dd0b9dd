package cx.touchpoint.connector.conversation;

import java.util.HashMap;
import java.util.Map;

/**
 * Who is connected. A browser that changes networks comes back on a new connection long before the
 * old one is known to be dead, so only the end of a conversation's last connection means leaving.
 * Not safe for several threads.
 */
final class Presence {

  private final Map<String, Integer> connections = new HashMap<>();

  void arrive(String conversation) {
    connections.merge(conversation, 1, Integer::sum);
  }

  /** Whether nobody of the conversation is connected any more. */
  boolean leave(String conversation) {
    connections.computeIfPresent(conversation, (_, count) -> count > 1 ? count - 1 : null);
    return !connections.containsKey(conversation);
  }
}
