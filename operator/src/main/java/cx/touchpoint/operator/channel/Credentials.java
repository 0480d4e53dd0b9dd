package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import java.util.Objects;
import java.util.Optional;

/**
 * Which Secrets and certificate authorities a Channel's connectors mount. The operator itself never
 * reads one.
 */
final class Credentials {
  private Credentials() {}

  /** The Channel's own Secret: the one it names, else the one of its own name. */
  static String ofChannel(Channel channel) {
    var credentials = channel.getSpec().credentials();
    return credentials == null ? channel.getMetadata().getName() : credentials.secretRef().name();
  }

  /** The Secret of a responder that asks for a token. */
  static Optional<String> ofResponder(Channel channel) {
    var http = Answering.http(channel.getSpec());
    return http == null || http.auth() == null
        ? Optional.empty()
        : Optional.of(http.auth().secretRef().name());
  }

  /** The Secret that says how to reach the database of a history. */
  static String ofHistory(ConversationHistory history) {
    return history.getSpec().postgres().secretRef().name();
  }

  /** The key of the ConfigMap that holds certificate authorities. */
  static String keyOf(ChannelClassSpec.CaBundle bundle) {
    return Objects.requireNonNullElse(bundle.configMapRef().key(), "ca.crt");
  }
}
