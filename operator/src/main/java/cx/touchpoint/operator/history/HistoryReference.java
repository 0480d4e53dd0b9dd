package cx.touchpoint.operator.history;

import cx.touchpoint.api.v1alpha1.Channel;
import java.util.Optional;

/** Which ConversationHistory a Channel names. */
public final class HistoryReference {

  private HistoryReference() {}

  /** Its name; empty where messages are kept in memory. */
  public static Optional<String> of(Channel channel) {
    var spec = channel.getSpec();
    return spec == null || spec.conversationHistoryRef() == null
        ? Optional.empty()
        : Optional.of(spec.conversationHistoryRef().name());
  }
}
