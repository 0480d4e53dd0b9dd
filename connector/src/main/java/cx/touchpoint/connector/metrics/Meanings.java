package cx.touchpoint.connector.metrics;

/** What each metric means, as the scraper shows it. */
final class Meanings {

  private Meanings() {}

  /**
   * @param name in the registry's spelling, dots for underscores
   */
  static String of(String name) {
    return switch (name) {
      case "touchpoint.promise" -> "Promises decided, once per wait";
      case "touchpoint.oldest.unanswered.seconds" -> "How long the longest open wait lasts";
      case "touchpoint.requests" -> "Requests by how they fared";
      case "touchpoint.acknowledge" -> "From a message's arrival until it was taken";
      case "touchpoint.messages.received" -> "Messages that came, each once";
      case "touchpoint.duplicates" -> "Messages that came again and were answered from memory";
      case "touchpoint.conversations.started" -> "Conversations begun, by where and on what";
      case "touchpoint.first.response" -> "From a conversation's first message to its first answer";
      case "touchpoint.next.response" -> "From a later message to its answer";
      case "touchpoint.circuit.open" -> "1 while nobody is asked because nearly everybody failed";
      case "touchpoint.circuit.openings" -> "Times that nearly everybody began to fail";
      case "touchpoint.resolution" -> "From the message a matter began with until it is settled";
      case "touchpoint.handoffs" -> "Conversations handed to people";
      case "touchpoint.contained" -> "Matters settled without a person";
      case "touchpoint.queue.wait" -> "Time messages waited for a turn";
      case "touchpoint.service" -> "Time the responder took";
      case "touchpoint.inflight" -> "Turns in progress";
      case "touchpoint.queue.depth" -> "Conversations waiting for a slot";
      case "touchpoint.slots" -> "Turns that may be in progress at once";
      case "touchpoint.connections" -> "Open sockets";
      case "touchpoint.abandoned" -> "Customers who left without a first answer";
      case "touchpoint.short.abandons" -> "Customers who left sooner than anyone could answer";
      case "touchpoint.bad.experience" -> "Conversations that broke any promise";
      case "touchpoint.identity.links" -> "Customers who proved a name, by whether they were known";
      case "touchpoint.sign.ins" -> "Tokens by which customers sign in, by what became of them";
      case "touchpoint.dead.letters" -> "Messages given up because nobody could answer them";
      case "touchpoint.outbound" -> "Answers by what became of them";
      default -> throw new IllegalArgumentException(name + " is not in the contract");
    };
  }
}
