package cx.touchpoint.connector.webhook;

import cx.touchpoint.connector.attachment.EnclosedFiles;
import cx.touchpoint.connector.cloudevent.ContentMode;
import cx.touchpoint.connector.cloudevent.EventMessage;
import cx.touchpoint.connector.cloudevent.TouchpointEvents;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.Outcome;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import io.cloudevents.CloudEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sender is answered. A response stands for the whole request: when one event of a batch was
 * not taken the response says so by its status, because a sender that sees success drops them all.
 */
final class Answers {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  /** For 1 MiB; whoever takes it more slowly keeps others from their files. */
  private static final Duration SLOWEST = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final String channel;
  private final Conversations conversations;
  private final EnclosedFiles files;
  private final ConnectorMetrics metrics;

  Answers(
      Vertx vertx,
      String channel,
      Conversations conversations,
      EnclosedFiles files,
      ConnectorMetrics metrics) {
    this.vertx = vertx;
    this.channel = channel;
    this.conversations = conversations;
    this.files = files;
    this.metrics = metrics;
  }

  /**
   * On the event loop of the response.
   *
   * @param outcomes one per event, in the same order; what is kept and still unanswered is told
   *     apart from what is answered, and its sender may send it again to have the answer
   * @param sent told when the response is on its way
   */
  void send(
      HttpServerResponse response,
      ContentMode mode,
      List<SentEvent.Name> names,
      List<Outcome> outcomes,
      Runnable sent) {
    List<SentEvent.Name> answered = new ArrayList<>();
    List<Reply> given = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    boolean unanswered = false;
    for (int i = 0; i < names.size(); i++) {
      SentEvent.Name event = names.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Refused refused -> refusals.add(new Refusal(event.id(), refused));
        case Outcome.Kept _ -> unanswered = true;
        case Outcome.Answered(Optional<Reply> reply) ->
            reply.ifPresent(
                present -> {
                  given.add(present);
                  answered.add(event);
                });
      }
    }
    count(outcomes);
    if (!refusals.isEmpty()) {
      problemOf(refusals).send(response);
    } else if (unanswered) {
      response.setStatusCode(202).end();
    } else if (given.isEmpty()) {
      response.setStatusCode(204).end();
    } else if (!EnclosedFiles.areIn(given)) {
      var _ = send(response, message(mode, answered, given), given);
    } else if (mode == ContentMode.BATCH && !EnclosedFiles.fit(given)) {
      tooLarge(answered).send(response);
    } else {
      sendWithFiles(response, mode, answered, given, sent);
      return;
    }
    sent.run();
  }

  private void sendWithFiles(
      HttpServerResponse response,
      ContentMode mode,
      List<SentEvent.Name> answered,
      List<Reply> given,
      Runnable sent) {
    Context loop = vertx.getOrCreateContext();
    var _ =
        files
            .fill(given, filled -> message(mode, answered, filled))
            .whenComplete(
                (message, failure) ->
                    loop.runOnContext(
                        _ -> {
                          if (failure == null) {
                            long timer = vertx.setTimer(SLOWEST.toMillis(), _ -> response.reset());
                            Future.succeededFuture()
                                .compose(_ -> send(response, message, given))
                                .onComplete(
                                    _ -> {
                                      vertx.cancelTimer(timer);
                                      files.leave();
                                    });
                          } else {
                            log.debug("Files of an answer could not be read", failure);
                            EnclosedFiles.unread().send(response);
                          }
                          sent.run();
                        }));
  }

  private EventMessage message(
      ContentMode mode, List<SentEvent.Name> answered, List<Reply> replies) {
    List<CloudEvent> events = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      SentEvent.Name to = answered.get(i);
      events.add(TouchpointEvents.reply(channel, to.id(), to.conversation(), replies.get(i)));
    }
    return switch (mode) {
      case BINARY -> EventMessage.binary(events.getFirst());
      case STRUCTURED -> EventMessage.structured(events.getFirst());
      case BATCH -> EventMessage.batch(events);
    };
  }

  private Future<Void> send(HttpServerResponse response, EventMessage message, List<Reply> given) {
    message.headers().forEach(response::putHeader);
    return response
        .setStatusCode(200)
        .end(message.body())
        .onSuccess(_ -> given.forEach(conversations::delivered));
  }

  private static Problem tooLarge(List<SentEvent.Name> answered) {
    return Problem.of(
            422,
            "Unprocessable Content",
            "Every event of this batch was taken, and the answers with their files are larger than 1 MiB together. Send each event again by itself to have its answer.")
        .with("events", answered.stream().map(SentEvent.Name::id).toList());
  }

  private static Problem problemOf(List<Refusal> refusals) {
    List<String> ids = refusals.stream().map(Refusal::eventId).toList();
    boolean retryable = refusals.stream().anyMatch(refusal -> refusal.why().reason().retryable());
    if (!retryable) {
      return Problem.of(
              422,
              "Unprocessable Content",
              "The responder will not take these events. Do not send them again; send the others of a batch again to have their answers.")
          .with("events", ids);
    }
    Duration wait =
        refusals.stream()
            .map(refusal -> refusal.why().retryAfter())
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return Problem.of(
            503,
            "Service Unavailable",
            "Not every event was taken (%s). Send the whole request again; what was taken is not asked twice."
                .formatted(refusals.getFirst().why().reason().word()))
        .with("events", ids)
        .retryAfter(wait);
  }

  private void count(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      metrics.request(
          switch (outcome) {
            case Outcome.Answered _, Outcome.Kept _ -> RequestOutcome.ACCEPTED;
            case Outcome.Refused refused ->
                switch (refused.reason()) {
                  case OVERLOADED, GOING_AWAY -> RequestOutcome.OVERLOADED;
                  case UNKNOWN_ATTACHMENT -> RequestOutcome.MALFORMED;
                  case STORE_UNAVAILABLE, RESPONDER_UNAVAILABLE, RESPONDER_REFUSED ->
                      RequestOutcome.FAILED;
                };
          },
          1);
    }
  }

  private record Refusal(String eventId, Outcome.Refused why) {}
}
