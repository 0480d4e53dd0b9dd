package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.SignIn;
import java.util.Objects;
import java.util.Optional;

/**
 * Which Secrets, certificate authorities and keys a Channel's connectors mount. The operator itself
 * never reads one.
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

  /** Who signs a Channel's customers in, if anybody does. */
  static Optional<SignIn> signIn(Channel channel) {
    var chat = channel.getSpec().webChat();
    var app = channel.getSpec().inApp();
    return app == null
        ? Optional.ofNullable(chat).map(ChannelSpec.WebChat::signIn)
        : Optional.of(app.signIn());
  }

  /** The key of the ConfigMap that holds the keys of those who sign customers in. */
  static String keyOf(SignIn.KeySet keys) {
    return Objects.requireNonNullElse(keys.key(), "jwks.json");
  }

  /** The key of the ConfigMap that holds certificate authorities. */
  static String keyOf(ChannelClassSpec.CaBundle bundle) {
    return Objects.requireNonNullElse(bundle.configMapRef().key(), "ca.crt");
  }
}
