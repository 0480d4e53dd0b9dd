package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.attachment.Limits;
import cx.touchpoint.connector.attachment.Refusals;
import cx.touchpoint.connector.attachment.Transfers;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.http.BearerToken;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.Route;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * {@code /attachments} and what lies below: customers send files and fetch those they were sent.
 * Whose they are is said as in the first frame of a socket: by the resume token, and by the
 * issuer's where the customer has signed in.
 */
public final class AttachmentRoute implements Route {

  /** Files are sent here, and fetched from here with a slash and their id behind it. */
  public static final String PATH = "/attachments";

  /** The issuer's token of a customer who has signed in. */
  private static final String SIGN_IN = "Touchpoint-Sign-In";

  private static final Duration RETRY_SECRET = Duration.ofSeconds(5);
  private static final String PREFLIGHT_SECONDS = "600";

  private final WebChatRoute sockets;
  private final Transfers transfers;
  private final ConnectorMetrics metrics;

  /**
   * @param sockets of the same channel, which knows who may come
   */
  public AttachmentRoute(WebChatRoute sockets, Transfers transfers) {
    this.sockets = sockets;
    this.transfers = transfers;
    this.metrics = sockets.metrics();
  }

  @Override
  public void serve(HttpServerRequest request) {
    // Nothing of a body is read before it is known whose it is.
    request.pause();
    Optional<Limits> limits = sockets.terms().attachments();
    boolean admitted = isAdmitted(request);
    if (admitted) {
      share(request);
    }
    if (limits.isEmpty()) {
      refuse(request, RequestOutcome.UNROUTED, Refusals.noFile());
    } else if (!admitted) {
      refuse(
          request,
          RequestOutcome.BAD_SIGNATURE,
          Problem.of(
              403,
              "Forbidden",
              "Pages of this origin may not open the chat. List the origin in the Channel's webChat.allowedOrigins."));
    } else if (request.method() == HttpMethod.OPTIONS) {
      request.resume();
      request.response().setStatusCode(204).end();
    } else if (PATH.equals(request.path())) {
      upload(request, limits.get());
    } else {
      download(request);
    }
  }

  private void upload(HttpServerRequest request, Limits limits) {
    if (request.method() != HttpMethod.POST) {
      refuse(request, RequestOutcome.MALFORMED, Refusals.notAllowed("POST, OPTIONS"));
    } else if (sockets.isDraining()) {
      refuse(
          request,
          RequestOutcome.OVERLOADED,
          Refusals.later("This replica is shutting down. Send it again.", Duration.ofSeconds(1)));
    } else {
      identified(
          request,
          conversation -> transfers.receive(request, conversation, limits, _ -> true, this::count));
    }
  }

  private void download(HttpServerRequest request) {
    Optional<UUID> id = Sayable.uuid(String.valueOf(request.path()).substring(PATH.length() + 1));
    if (request.method() != HttpMethod.GET) {
      refuse(request, RequestOutcome.MALFORMED, Refusals.notAllowed("GET, OPTIONS"));
    } else if (id.isEmpty()) {
      refuse(request, RequestOutcome.UNROUTED, Refusals.noFile());
    } else {
      identified(
          request,
          conversation -> {
            request.resume();
            transfers.send(request, store -> store.find(conversation, id.get()), this::count);
          });
    }
  }

  private void identified(HttpServerRequest request, Consumer<String> next) {
    Optional<Keyring> keys = sockets.sessionKeys();
    if (keys.isEmpty()) {
      refuse(
          request,
          RequestOutcome.FAILED,
          Refusals.later(
              "The channel has no usable session key yet. Ask its owner.", RETRY_SECRET));
      return;
    }
    ClientFrame.Hello hello =
        new ClientFrame.Hello(
            BearerToken.shown(request.headers())
                .map(token -> new String(token, StandardCharsets.UTF_8)),
            -1,
            Optional.ofNullable(request.getHeader(SIGN_IN)));
    Context loop = sockets.vertx().getOrCreateContext();
    var _ =
        sockets
            .admission()
            .admit(hello, keys.get())
            .thenAccept(decision -> loop.runOnContext(_ -> decide(request, hello, decision, next)));
  }

  private void decide(
      HttpServerRequest request,
      ClientFrame.Hello hello,
      Admission.Decision decision,
      Consumer<String> next) {
    switch (decision) {
      case Admitted(var resumption, boolean resumed, var problem, _) -> {
        if (resumed) {
          next.accept(resumption.conversation().toString());
          return;
        }
        if (hello.resume().isEmpty()) {
          count(RequestOutcome.BAD_SIGNATURE);
        }
        transfers.refuse(
            request,
            unproven(
                problem.isPresent()
                    ? "The resume token does not prove a conversation any more. Connect again and send the newest."
                    : "Send the newest resume token as Authorization: Bearer <token>."));
      }
      case Admission.Refused(var reason) ->
          transfers.refuse(
              request,
              reason.retryable()
                  ? Refusals.later(reason.detail(), RETRY_SECRET)
                  : unproven("%s: %s".formatted(SIGN_IN, reason.detail())));
    }
  }

  // A page of the same address sends no origin when it fetches; the token is what counts there.
  private boolean isAdmitted(HttpServerRequest request) {
    return request.method() == HttpMethod.GET && request.getHeader("Origin") == null
        || Origins.admit(request.headers(), sockets.terms()).isPresent();
  }

  private void share(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin != null && sockets.terms().pages().isPresent()) {
      HttpServerResponse response = request.response();
      response.putHeader("Access-Control-Allow-Origin", origin);
      response.putHeader("Vary", "Origin");
      if (request.method() == HttpMethod.OPTIONS) {
        response.putHeader("Access-Control-Allow-Methods", "GET, POST");
        response.putHeader(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Content-Disposition, " + SIGN_IN);
        response.putHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
      }
    }
  }

  private void refuse(HttpServerRequest request, RequestOutcome outcome, Problem problem) {
    count(outcome);
    transfers.refuse(request, problem);
  }

  private void count(RequestOutcome outcome) {
    metrics.request(outcome, 1);
  }

  private static Problem unproven(String detail) {
    return Problem.of(401, "Unauthorized", detail)
        .withHeader("WWW-Authenticate", "Bearer realm=\"touchpoint\"");
  }
}
