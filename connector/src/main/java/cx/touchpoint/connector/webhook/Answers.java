package cx.touchpoint.connector.webhook;

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
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a sender is answered. A response stands for the whole request: when one event of a batch was
 * not taken the response says so by its status, because a sender that sees success drops them all.
 */
final class Answers {

  private final String channel;
  private final Conversations conversations;
  private final ConnectorMetrics metrics;

  Answers(String channel, Conversations conversations, ConnectorMetrics metrics) {
    this.channel = channel;
    this.conversations = conversations;
    this.metrics = metrics;
  }

  /**
   * @param outcomes one per event, in the same order; what is kept and still unanswered is told
   *     apart from what is answered, and its sender may send it again to have the answer
   */
  void send(
      HttpServerResponse response, ContentMode mode, List<SentEvent> sent, List<Outcome> outcomes) {
    List<CloudEvent> replies = new ArrayList<>();
    List<Reply> given = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    boolean unanswered = false;
    for (int i = 0; i < sent.size(); i++) {
      SentEvent event = sent.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Refused refused -> refusals.add(new Refusal(event.id(), refused));
        case Outcome.Kept _ -> unanswered = true;
        case Outcome.Answered(Optional<Reply> reply) ->
            reply.ifPresent(
                present -> {
                  given.add(present);
                  replies.add(
                      TouchpointEvents.reply(
                          channel, event.id(), event.message().conversation(), present));
                });
      }
    }
    count(outcomes);
    if (!refusals.isEmpty()) {
      problemOf(refusals).send(response);
    } else if (unanswered) {
      response.setStatusCode(202).end();
    } else if (replies.isEmpty()) {
      response.setStatusCode(204).end();
    } else {
      EventMessage message =
          switch (mode) {
            case BINARY -> EventMessage.binary(replies.getFirst());
            case STRUCTURED -> EventMessage.structured(replies.getFirst());
            case BATCH -> EventMessage.batch(replies);
          };
      message.headers().forEach(response::putHeader);
      response
          .setStatusCode(200)
          .end(message.body())
          .onSuccess(_ -> given.forEach(conversations::delivered));
    }
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
