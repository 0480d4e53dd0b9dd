package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.conversation.Arrival;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Outcome;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Recipient;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Sign;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.conversation.TraceContext;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One browser's connection. Everything here happens on the connection's own event loop. */
final class ChatSocket {

  /** Messages of one socket that may be unanswered at once; a person does not write more. */
  static final int MOST_UNANSWERED = 8;

  /** A token that is good for longer has to be shown again all the same. */
  private static final Duration LONGEST_SIGNED_IN = Duration.ofHours(24);

  private final Vertx vertx;
  private final Context loop;
  private final ServerWebSocket socket;
  private final BrowserLine line;
  private final Greeting greeting;
  private final Supplier<Terms> terms;
  private final ResumeTokens tokens;
  private final Supplier<Optional<Keyring>> sessionKeys;
  private final Conversations conversations;
  private final ConnectorMetrics metrics;
  private final Ticks ticks;
  private final Arrival.Entry entry;
  private final Arrival.Device device;
  private final ReadUpTo readUpTo;
  private @Nullable Admitted customer;
  private Conversations.@Nullable Attendance attendance;
  private int unanswered;
  private Optional<Long> signedOut = Optional.empty();
  private Optional<Silence> silence = Optional.empty();
  private boolean draining;

  ChatSocket(
      WebChatRoute route, ServerWebSocket socket, Arrival.Entry entry, Arrival.Device device) {
    this.vertx = route.vertx();
    this.loop = vertx.getOrCreateContext();
    this.socket = socket;
    this.line = new BrowserLine(vertx, socket, route.times().ping());
    this.greeting = new Greeting(route, loop, socket, line, this::welcome);
    this.terms = route::terms;
    this.tokens = route.tokens();
    this.sessionKeys = route::sessionKeys;
    this.conversations = route.conversations();
    this.readUpTo = new ReadUpTo(conversations, loop);
    this.metrics = route.metrics();
    this.ticks = route.ticks();
    this.entry = entry;
    this.device = device;
  }

  /** Listens to the browser until the connection ends. */
  void open(Runnable closed) {
    socket.textMessageHandler(this::frame);
    socket.binaryMessageHandler(_ -> line.close(BrowserLine.NOT_TEXT, "frames are text"));
    socket.exceptionHandler(
        _ -> {
          metrics.request(RequestOutcome.MALFORMED, 1);
          line.close(BrowserLine.TOO_BIG, "a frame or message is broken or larger than 64 KiB");
        });
    socket.closeHandler(
        _ -> {
          greeting.end();
          signedOut.ifPresent(vertx::cancelTimer);
          silence.ifPresent(Silence::end);
          line.closed();
          if (attendance != null) {
            attendance.leave();
          }
          closed.run();
        });
  }

  /** Asks the browser to go elsewhere, after the answers it waits for. */
  void drain(long reconnectAfterMillis) {
    loop.runOnContext(_ -> leave(reconnectAfterMillis));
  }

  private void leave(long reconnectAfterMillis) {
    draining = true;
    line.send(ServerFrame.goAway(reconnectAfterMillis));
    closeIfDrained();
  }

  private void reset() {
    line.send(ServerFrame.reset());
    line.close(BrowserLine.OVER, "nobody is there");
  }

  private void frame(String text) {
    line.heard();
    try {
      switch (ClientFrame.read(text)) {
        case ClientFrame.Hello hello -> greeting.hello(hello);
        case ClientFrame.Say say -> say(say);
        case ClientFrame.Present _ -> present();
        case ClientFrame.Read(long seq) -> read(seq);
      }
    } catch (ClientFrame.MalformedFrame e) {
      metrics.request(RequestOutcome.MALFORMED, 1);
      line.close(BrowserLine.PROTOCOL_BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private void welcome(Admitted admitted, ClientFrame.Hello hello, Keyring keys) {
    customer = admitted;
    Optional<Duration> resetAfter = terms.get().resetAfter();
    // At a shared device it is the customer who keeps a token young, not a connection that comes
    // and goes.
    String resume =
        hello
            .resume()
            .filter(_ -> admitted.resumed() && resetAfter.isPresent())
            .orElseGet(() -> tokens.issue(admitted.resumption(), keys));
    line.send(ServerFrame.welcome(admitted, resume, terms.get()));
    silence = resetAfter.map(longest -> new Silence(vertx, longest, this::reset));
    attendance =
        conversations.attend(
            admitted.resumption().conversation().toString(),
            admitted.resumed(),
            admitted.resumed() ? hello.after() : 0,
            new Brought());
    // Nobody stays signed in beyond their token: they come back with a fresh one.
    signedOut =
        admitted
            .signedIn()
            .map(it -> Duration.between(ticks.now(), it.until()))
            .map(left -> left.compareTo(LONGEST_SIGNED_IN) < 0 ? left : LONGEST_SIGNED_IN)
            .map(left -> vertx.setTimer(Math.max(1, left.toMillis()), _ -> leave(0)));
  }

  private void read(long seq) throws ClientFrame.MalformedFrame {
    readUpTo.reached(expectSpeaker().resumption().conversation().toString(), seq);
  }

  private void present() throws ClientFrame.MalformedFrame {
    Admitted speaker = expectSpeaker();
    silence.ifPresent(Silence::broken);
    sessionKeys
        .get()
        .ifPresent(
            keys -> line.send(ServerFrame.renewed(tokens.issue(speaker.resumption(), keys))));
  }

  private void say(ClientFrame.Say say) throws ClientFrame.MalformedFrame {
    Admitted speaker = expectSpeaker();
    Optional<Rejection> wrong = Sayable.wrong(say, terms.get());
    if (wrong.isPresent()) {
      // What is no id is not sent back as one.
      String id = wrong.get().equals(Rejection.NO_UUID) ? "" : say.id();
      reject(id, wrong.get(), RequestOutcome.MALFORMED);
    } else if (draining) {
      reject(say.id(), Rejection.GOING_AWAY, RequestOutcome.OVERLOADED);
    } else if (unanswered >= MOST_UNANSWERED) {
      reject(say.id(), Rejection.TOO_MANY, RequestOutcome.OVERLOADED);
    } else {
      take(say, speaker);
    }
  }

  private void take(ClientFrame.Say say, Admitted speaker) {
    unanswered++;
    silence.ifPresent(Silence::broken);
    line.send(ServerFrame.typing(say.id()));
    Message message =
        new Message(
            say.id(),
            speaker.resumption().conversation().toString(),
            say.text(),
            ticks.now(),
            ticks.nanoTime(),
            TraceContext.NONE,
            speaker.proofs(),
            say.attachments().stream().map(UUID::fromString).map(Part.File::named).toList());
    var _ =
        conversations
            .take(message, new Arrival(entry, device, speaker.resumption().answered()))
            .thenAccept(outcome -> loop.runOnContext(_ -> answer(say.id(), outcome)));
  }

  private void answer(String id, Outcome outcome) {
    unanswered--;
    switch (outcome) {
      case Outcome.Answered(Optional<Reply> reply) -> {
        metrics.request(RequestOutcome.ACCEPTED, 1);
        reply.ifPresent(this::deliver);
        accept(id);
      }
      case Outcome.Kept kept -> {
        metrics.request(RequestOutcome.ACCEPTED, 1);
        accept(id);
        line.send(ServerFrame.typing(id));
        var _ = kept.answered().thenAccept(answered -> loop.runOnContext(_ -> end(id, answered)));
      }
      case Outcome.Refused refused ->
          reject(
              id,
              Rejection.of(refused),
              switch (refused.reason()) {
                case OVERLOADED, GOING_AWAY -> RequestOutcome.OVERLOADED;
                case UNKNOWN_ATTACHMENT -> RequestOutcome.MALFORMED;
                case STORE_UNAVAILABLE, RESPONDER_UNAVAILABLE, RESPONDER_REFUSED ->
                    RequestOutcome.FAILED;
              });
    }
    closeIfDrained();
  }

  private void accept(String id) {
    sessionKeys
        .get()
        .ifPresent(
            keys ->
                line.send(ServerFrame.accepted(id, tokens.issue(speaker().resumption(), keys))));
  }

  // A reply comes to everybody who attends; here it is only that none comes.
  private void end(String id, Outcome.Answered answered) {
    if (answered.reply().isEmpty()) {
      line.send(ServerFrame.notTyping(id));
    }
  }

  private void deliver(Reply reply) {
    customer = speaker().answeredNow();
    // They read it.
    silence.ifPresent(Silence::broken);
    var _ = line.send(ServerFrame.reply(reply)).onSuccess(_ -> conversations.delivered(reply));
  }

  private Admitted expectSpeaker() throws ClientFrame.MalformedFrame {
    Admitted speaker = customer;
    if (speaker == null) {
      throw new ClientFrame.MalformedFrame("hello comes first");
    }
    return speaker;
  }

  private Admitted speaker() {
    Admitted speaker = customer;
    if (speaker == null) {
      throw new IllegalStateException("an answer to a socket that never said hello");
    }
    return speaker;
  }

  private void reject(String id, Rejection rejection, RequestOutcome counted) {
    metrics.request(counted, 1);
    line.send(ServerFrame.rejected(id, rejection));
  }

  private void closeIfDrained() {
    if (draining && unanswered == 0) {
      line.close(BrowserLine.GOING_AWAY, "connect again");
    }
  }

  /** Takes what comes by itself to the connection's own event loop. */
  private final class Brought implements Recipient {
    @Override
    public void reply(Reply reply) {
      loop.runOnContext(_ -> deliver(reply));
    }

    @Override
    public void sign(Sign sign) {
      loop.runOnContext(_ -> line.send(ServerFrame.of(sign)));
    }
  }
}
