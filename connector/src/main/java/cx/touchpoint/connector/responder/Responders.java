package cx.touchpoint.connector.responder;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.credentials.Credentials;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Makes the responder a configuration names, anew only when that part of it changed. */
public final class Responders {

  private final Vertx vertx;
  private final Credentials credentials;
  private @Nullable Made made;

  public Responders(Vertx vertx, Credentials credentials) {
    this.vertx = vertx;
    this.credentials = credentials;
  }

  /** The responder of this configuration; one that is replaced still ends what it began. */
  public synchronized Responder of(ConnectorConfiguration configuration) {
    Made former = made;
    if (former != null
        && former.settings().equals(configuration.responder())
        && former.slots() == configuration.maxConcurrentTurns()) {
      return former.responder();
    }
    Responder responder = make(configuration);
    made = new Made(configuration.responder(), configuration.maxConcurrentTurns(), responder);
    if (former != null && former.responder() instanceof HttpResponder replaced) {
      replaced.closeWhenIdle();
    }
    return responder;
  }

  private Responder make(ConnectorConfiguration configuration) {
    ConnectorConfiguration.Responder.Http http = configuration.responder().http();
    return switch (configuration.responder().type()) {
      case Echo -> new EchoResponder();
      case Http -> {
        if (http == null) {
          throw new IllegalArgumentException("responder.http is checked when it is read");
        }
        yield new HttpResponder(
            vertx,
            configuration.channel(),
            configuration.type().name(),
            http,
            configuration.maxConcurrentTurns(),
            credentials);
      }
    };
  }

  private record Made(ConnectorConfiguration.Responder settings, int slots, Responder responder) {}
}
