package cx.touchpoint.connector.responder;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.trust.CaBundle;
import io.vertx.core.Vertx;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the responder a configuration names, anew only when it or the way to it changed. */
public final class Responders {

  private final Vertx vertx;
  private final Credentials credentials;
  private final CaBundle caBundle;
  private @Nullable Made made;

  public Responders(Vertx vertx, Credentials credentials, CaBundle caBundle) {
    this.vertx = vertx;
    this.credentials = credentials;
    this.caBundle = caBundle;
  }

  /** The responder of this configuration; one that is replaced still ends what it began. */
  public synchronized Responder of(ConnectorConfiguration configuration) {
    Made former = made;
    if (former != null
        && former.settings().equals(configuration.responder())
        && former.slots() == configuration.maxConcurrentTurns()
        && Objects.equals(former.line(), line(configuration))) {
      return former.responder();
    }
    Responder responder = make(configuration);
    made =
        new Made(
            configuration.responder(),
            configuration.maxConcurrentTurns(),
            line(configuration),
            responder);
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
            Line.to(http.url(), configuration, caBundle.trust()),
            configuration.maxConcurrentTurns(),
            credentials);
      }
    };
  }

  private @Nullable Line line(ConnectorConfiguration configuration) {
    ConnectorConfiguration.Responder.Http http = configuration.responder().http();
    return http == null ? null : Line.to(http.url(), configuration, caBundle.trust());
  }

  private record Made(
      ConnectorConfiguration.Responder settings,
      int slots,
      @Nullable Line line,
      Responder responder) {}
}
