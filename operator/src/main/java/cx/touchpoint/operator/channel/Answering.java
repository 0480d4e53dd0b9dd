package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Responder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who answers the customers of a Channel. */
final class Answering {

  private Answering() {}

  /**
   * The responder of a Channel that runs connectors. The API server refuses one without; only a
   * Website has none, and no connectors either.
   */
  static Responder responder(ChannelSpec spec) {
    return Objects.requireNonNull(spec.responder(), "every type but Website has a responder");
  }

  /** Whether customers keep a connection open between their messages. */
  static boolean keepsSockets(ChannelSpec spec) {
    return switch (spec.type()) {
      case WebChat, InApp, Kiosk -> true;
      case Webhook, Website -> false;
    };
  }

  /** The service that is asked over HTTP, null where none is. */
  static Responder.@Nullable Http http(ChannelSpec spec) {
    return spec.responder() == null ? null : spec.responder().http();
  }
}
