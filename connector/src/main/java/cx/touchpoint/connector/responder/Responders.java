package cx.touchpoint.connector.responder;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.http.Line;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.trust.CaBundle;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the responder a configuration names, anew only when it or the way to it changed. */
public final class Responders {

  private final Vertx vertx;
  private final Credentials credentials;
  private final CaBundle caBundle;
  private final Breaker ofResponder;
  private final Breaker ofDesk;
  private @Nullable Made made;

  public Responders(
      Vertx vertx,
      Credentials credentials,
      CaBundle caBundle,
      LongSupplier stopwatch,
      ConnectorMetrics metrics) {
    this.vertx = vertx;
    this.credentials = credentials;
    this.caBundle = caBundle;
    this.ofResponder = new Breaker("Responder", stopwatch, metrics);
    this.ofDesk = new Breaker("Desk", stopwatch, metrics);
  }

  /** The responder of this configuration; one that is replaced still ends what it began. */
  public synchronized Responder of(ConnectorConfiguration configuration) {
    Made former = made;
    if (former != null
        && former.settings().equals(configuration.responder())
        && former.slots() == configuration.maxConcurrentTurns()
        && former.lines().equals(lines(configuration))) {
      return former.responder();
    }
    Responder responder = make(configuration);
    made =
        new Made(
            configuration.responder(),
            configuration.maxConcurrentTurns(),
            lines(configuration),
            responder);
    if (former != null) {
      switch (former.responder()) {
        case Guarded replaced -> replaced.responder().closeWhenIdle();
        case WithDesk(Guarded first, Guarded desk) -> {
          first.responder().closeWhenIdle();
          desk.responder().closeWhenIdle();
        }
        default -> {}
      }
      ofResponder.forget();
      ofDesk.forget();
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
        Guarded responder = new Guarded(make(configuration, http, http.url()), ofResponder);
        yield http.deskUrl() == null
            ? responder
            : new WithDesk(
                responder, new Guarded(make(configuration, http, http.deskUrl()), ofDesk));
      }
    };
  }

  private HttpResponder make(
      ConnectorConfiguration configuration,
      ConnectorConfiguration.Responder.Http http,
      String url) {
    return new HttpResponder(
        vertx,
        configuration.channel(),
        configuration.type().name(),
        http,
        url,
        Line.to(url, configuration, caBundle.trust()),
        configuration.maxConcurrentTurns(),
        credentials);
  }

  private List<Line> lines(ConnectorConfiguration configuration) {
    ConnectorConfiguration.Responder.Http http = configuration.responder().http();
    return http == null
        ? List.of()
        : Stream.of(http.url(), http.deskUrl())
            .filter(Objects::nonNull)
            .map(url -> Line.to(url, configuration, caBundle.trust()))
            .toList();
  }

  private record Made(
      ConnectorConfiguration.Responder settings,
      int slots,
      List<Line> lines,
      Responder responder) {}
}
