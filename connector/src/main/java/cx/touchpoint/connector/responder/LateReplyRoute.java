package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.cloudevent.EventJson;
import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
import cx.touchpoint.connector.cloudevent.SignEvents;
import cx.touchpoint.connector.cloudevent.TouchpointEvents;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.LateOutcome;
import cx.touchpoint.connector.conversation.LateReply;
import cx.touchpoint.connector.conversation.Sign;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.http.LargeBodies;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.RequestBody;
import cx.touchpoint.connector.http.Route;
import io.cloudevents.CloudEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/conversations/{conversation}/messages}: whoever answers says something later than
 * in its response, as people do, or shows that they type or have read. It proves itself by the
 * token that it is shown.
 */
public final class LateReplyRoute implements Route {

  private static final Pattern PATH = Pattern.compile("/v1/conversations/([^/]{1,4096})/messages");
  private static final int LARGEST_BODY = 1024 * 1024;
  private static final Duration LONGEST_BODY = Duration.ofSeconds(30);
  private static final int LONGEST_NAME = 512;

  private final Vertx vertx;
  private final ResponderProof proof;
  private final Conversations conversations;
  private final LargeBodies bodies = new LargeBodies();

  public LateReplyRoute(Vertx vertx, Credentials credentials, Conversations conversations) {
    this.vertx = vertx;
    this.proof = new ResponderProof(credentials);
    this.conversations = conversations;
  }

  @Override
  public void serve(HttpServerRequest request) {
    Matcher path = PATH.matcher(String.valueOf(request.path()));
    Optional<Problem> missing = proof.missing(request);
    if (!path.matches()) {
      Problem.of(404, "Not Found", "Send to /v1/conversations/<conversation>/messages.")
          .send(request.response());
    } else if (request.method() != HttpMethod.POST) {
      Problem.of(405, "Method Not Allowed", "Send POST.")
          .withHeader("Allow", "POST")
          .send(request.response());
    } else if (missing.isPresent()) {
      missing.get().send(request.response());
    } else {
      Optional<String> conversation = ResponderProof.conversation(path.group(1));
      if (conversation.isEmpty()) {
        answer(request, new LateOutcome.NoConversation());
        return;
      }
      RequestBody.read(
          vertx,
          request,
          LARGEST_BODY,
          LONGEST_BODY,
          bodies,
          body -> read(request, conversation.get(), body.bytes()),
          _ -> {});
    }
  }

  private void read(HttpServerRequest request, String conversation, Buffer body) {
    CompletableFuture<LateOutcome> saidOrShown;
    try {
      HttpEvents events = HttpEvents.read(request.headers(), body);
      if (events.events().size() != 1) {
        throw new MalformedEvent("body", "holds several events. Send one.");
      }
      CloudEvent event = events.events().getFirst();
      Optional<Sign> sign = SignEvents.signOf(event);
      saidOrShown =
          sign.isPresent()
              ? conversations.show(conversation, sign.get())
              : conversations.say(reply(conversation, event));
    } catch (MalformedEvent e) {
      Problem.of(
              e.isMediaType() ? 415 : 400,
              e.isMediaType() ? "Unsupported Media Type" : "Bad Request",
              e.field() + " " + e.detail())
          .with("field", e.field())
          .send(request.response());
      return;
    }
    Context loop = vertx.getOrCreateContext();
    var _ = saidOrShown.thenAccept(outcome -> loop.runOnContext(_ -> answer(request, outcome)));
  }

  private static LateReply reply(String conversation, CloudEvent event) throws MalformedEvent {
    String key = event.getSource() + "\n" + event.getId();
    if (key.length() > LONGEST_NAME) {
      throw new MalformedEvent(
          "id", "and source have more than %d characters together.".formatted(LONGEST_NAME));
    }
    return new LateReply(
        conversation,
        key,
        TouchpointEvents.inReplyTo(event).orElse(null),
        TouchpointEvents.reactionOf(event),
        TouchpointEvents.traceOf(event));
  }

  private static void answer(HttpServerRequest request, LateOutcome outcome) {
    switch (outcome) {
      case LateOutcome.Said(String id, long seq) ->
          request
              .response()
              .setStatusCode(202)
              .putHeader("Content-Type", "application/json")
              .end(Buffer.buffer(EventJson.bytes(Map.of("id", id, "seq", seq))));
      case LateOutcome.Shown _ -> request.response().setStatusCode(204).end();
      case LateOutcome.NoMessage _ ->
          Problem.of(
                  404,
                  "Not Found",
                  "data.upTo names no message of this conversation's customer. Send the id of an event that brought one.")
              .with("field", "data.upTo")
              .send(request.response());
      case LateOutcome.NoConversation _ ->
          Problem.of(404, "Not Found", "There is no such conversation on this channel.")
              .send(request.response());
      case LateOutcome.NothingKept _ ->
          Problem.of(
                  409,
                  "Conflict",
                  "This channel keeps no messages, so a reply can only come in the response and nothing be shown beside it. Name a ConversationHistory in the Channel's conversationHistoryRef.")
              .send(request.response());
      case LateOutcome.Refused(String detail) ->
          Problem.of(400, "Bad Request", detail)
              .with("field", "data.parts")
              .send(request.response());
      case LateOutcome.Unavailable(Duration retryAfter) ->
          Problem.of(503, "Service Unavailable", "Nothing can be kept now. Send it again.")
              .retryAfter(retryAfter)
              .send(request.response());
    }
  }
}
