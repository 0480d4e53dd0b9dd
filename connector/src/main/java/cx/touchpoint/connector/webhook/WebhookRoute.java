package cx.touchpoint.connector.webhook;

import cx.touchpoint.api.connector.ConnectorConfiguration.Webhook;
import cx.touchpoint.connector.attachment.EnclosedFiles;
import cx.touchpoint.connector.cloudevent.ContentMode;
import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
import cx.touchpoint.connector.conversation.Arrival;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.Outcome;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.credentials.CredentialKind;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.http.LargeBodies;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.RequestBody;
import cx.touchpoint.connector.http.Route;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code /hooks/webhook}: limits, then proof of the sender over the raw bytes, then parsing, then
 * the responder; the answer comes in the response, in the content mode of the request.
 */
public final class WebhookRoute implements Route {

  private static final int LARGEST_BODY = 1024 * 1024;
  private static final Duration LONGEST_BODY = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);
  private static final String RESPOND_ASYNC = "respond-async";
  private static final Duration RETRY_SECRET = Duration.ofSeconds(5);
  private static final Arrival ARRIVAL =
      new Arrival(Arrival.Entry.Event, Arrival.Device.Unknown, false);

  private final Vertx vertx;
  private final Supplier<Webhook> settings;
  private final Credentials credentials;
  private final Conversations conversations;
  private final EnclosedFiles files;
  private final Answers answers;
  private final ConnectorMetrics metrics;
  private final Ticks ticks;
  private final RateLimit rateLimit;
  private final LargeBodies bodies = new LargeBodies();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean draining;

  /**
   * @param settings what is in force at the moment of asking
   */
  public WebhookRoute(
      Vertx vertx,
      String channel,
      Supplier<Webhook> settings,
      Credentials credentials,
      Conversations conversations,
      EnclosedFiles files,
      ConnectorMetrics metrics,
      Ticks ticks) {
    this.vertx = vertx;
    this.settings = settings;
    this.credentials = credentials;
    this.conversations = conversations;
    this.files = files;
    this.answers = new Answers(vertx, channel, conversations, files, metrics);
    this.metrics = metrics;
    this.ticks = ticks;
    this.rateLimit = new RateLimit(ticks.stopwatch());
    metrics.conversations(ARRIVAL.entry().name(), ARRIVAL.device().name(), 0);
  }

  /**
   * Refuses what comes from now on, so that senders turn to another replica.
   *
   * @return ends when every request that was taken has its response; where messages are kept, the
   *     answer may be another replica's
   */
  public CompletableFuture<Void> drain() {
    draining = true;
    completeIfDrained();
    return drained;
  }

  private void completeIfDrained() {
    if (draining && unanswered.get() == 0) {
      drained.complete(null);
    }
  }

  @Override
  public void serve(HttpServerRequest request) {
    if (draining) {
      refuse(
          request,
          RequestOutcome.OVERLOADED,
          Problem.of(503, "Service Unavailable", "This replica is shutting down. Send again.")
              .retryAfter(Duration.ofSeconds(1))
              .withHeader("Connection", "close"));
    } else if (request.method() == HttpMethod.OPTIONS) {
      Handshake.answer(request, settings.get());
    } else if (request.method() == HttpMethod.POST) {
      post(request);
    } else {
      Problem.of(405, "Method Not Allowed", "Send POST, or OPTIONS for the handshake.")
          .withHeader("Allow", "OPTIONS, POST")
          .send(request.response());
    }
  }

  private void post(HttpServerRequest request) {
    Optional<SenderProof> proof = proof();
    if (proof.isEmpty()) {
      refuse(
          request,
          RequestOutcome.FAILED,
          Problem.of(
                  503,
                  "Service Unavailable",
                  "The channel has no usable secret yet, so nobody can prove who they are. Ask its owner.")
              .retryAfter(RETRY_SECRET));
      return;
    }
    Optional<Problem> stranger = proof.get().problemOf(request.headers());
    if (stranger.isPresent()) {
      refuse(request, RequestOutcome.BAD_SIGNATURE, stranger.get());
      return;
    }
    RequestBody.read(
        vertx,
        request,
        LARGEST_BODY,
        LONGEST_BODY,
        bodies,
        body -> read(request, proof.get(), body),
        outcome -> metrics.request(outcome, 1));
  }

  private Optional<SenderProof> proof() {
    return switch (settings.get().authentication()) {
      case Bearer -> credentials.keyring(CredentialKind.TOKEN).map(BearerProof::new);
      case Hmac ->
          credentials
              .keyring(CredentialKind.HMAC_KEY)
              .map(keys -> new SignatureProof(keys, ticks.clock()));
    };
  }

  private void read(HttpServerRequest request, SenderProof proof, RequestBody.Whole body) {
    Optional<Problem> stranger = proof.problemOf(request.headers(), body.bytes());
    if (stranger.isPresent()) {
      refuse(request, RequestOutcome.BAD_SIGNATURE, stranger.get());
      return;
    }
    Integer limit = settings.get().requestsPerMinute();
    Optional<Duration> wait = rateLimit.admit(limit);
    if (wait.isPresent()) {
      refuse(
          request,
          RequestOutcome.OVERLOADED,
          Problem.of(429, "Too Many Requests", "At most %d requests a minute.".formatted(limit))
              .retryAfter(wait.get()));
      return;
    }
    try {
      HttpEvents events = HttpEvents.read(request.headers(), body.bytes());
      proof.check(request.headers(), events);
      admit(
          request,
          events.mode(),
          SentEvent.allOf(request.headers(), events, ticks),
          body.giveBack());
    } catch (MalformedEvent e) {
      refuse(request, RequestOutcome.MALFORMED, problemOf(e));
    }
  }

  /** A request is taken as a whole, so all of its files are looked at before any is kept. */
  private void admit(
      HttpServerRequest request, ContentMode mode, List<SentEvent> sent, Runnable giveBack) {
    boolean carrying = false;
    for (int i = 0; i < sent.size(); i++) {
      List<Part.NewFile> enclosed = sent.get(i).message().enclosed();
      String place = mode == ContentMode.BATCH ? "[%d].data.parts".formatted(i) : "data.parts";
      Optional<Problem> refused = files.problemOf(place, enclosed);
      if (refused.isPresent()) {
        refuse(request, RequestOutcome.MALFORMED, refused.get());
        return;
      }
      carrying |= !enclosed.isEmpty();
    }
    boolean withFiles = carrying;
    if (withFiles && !files.enter()) {
      refuse(request, RequestOutcome.OVERLOADED, EnclosedFiles.full());
      return;
    }
    take(
        request,
        mode,
        sent,
        () -> {
          giveBack.run();
          if (withFiles) {
            files.leave();
          }
        });
  }

  /**
   * @param safe told when nothing that was sent has to be held any more
   */
  private void take(
      HttpServerRequest request, ContentMode mode, List<SentEvent> sent, Runnable safe) {
    Context loop = vertx.getOrCreateContext();
    boolean async = prefersAsync(request);
    unanswered.incrementAndGet();
    List<SentEvent.Name> names = sent.stream().map(SentEvent::name).toList();
    List<CompletableFuture<Outcome>> taken =
        sent.stream().map(event -> conversations.take(event.message(), ARRIVAL)).toList();
    var _ =
        CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new))
            .whenComplete((_, _) -> safe.run());
    List<CompletableFuture<Outcome>> outcomes =
        taken.stream()
            .map(outcome -> async ? outcome : outcome.thenCompose(WebhookRoute::answered))
            .toList();
    if (async) {
      request.response().putHeader("Preference-Applied", RESPOND_ASYNC);
    }
    var _ =
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
            .thenRun(
                () ->
                    loop.runOnContext(
                        _ -> {
                          try {
                            answers.send(
                                request.response(),
                                mode,
                                names,
                                outcomes.stream().map(CompletableFuture::join).toList(),
                                this::answered);
                          } catch (RuntimeException e) {
                            answered();
                            throw e;
                          }
                        }));
  }

  private void answered() {
    unanswered.decrementAndGet();
    completeIfDrained();
  }

  /** What is kept will be answered; its sender waits for that as long as senders do. */
  private static CompletableFuture<Outcome> answered(Outcome outcome) {
    return outcome instanceof Outcome.Kept kept
        ? kept.answered()
            .<Outcome>thenApply(answered -> answered)
            .completeOnTimeout(kept, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
        : CompletableFuture.completedFuture(outcome);
  }

  // RFC 7240, section 4.1.
  private static boolean prefersAsync(HttpServerRequest request) {
    return request.headers().getAll("Prefer").stream()
        .flatMap(header -> Stream.of(header.split(",")))
        .map(preference -> preference.split(";", 2)[0].strip())
        .anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
  }

  private static Problem problemOf(MalformedEvent e) {
    Problem problem =
        e.isMediaType()
            ? Problem.of(415, "Unsupported Media Type", e.detail())
            : Problem.of(400, "Bad Request", e.field() + " " + e.detail());
    return problem.with("field", e.field());
  }

  private void refuse(HttpServerRequest request, RequestOutcome outcome, Problem problem) {
    metrics.request(outcome, 1);
    problem.send(request.response());
  }
}
