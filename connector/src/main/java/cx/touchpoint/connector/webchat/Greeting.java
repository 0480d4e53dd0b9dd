package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.credentials.Keyring;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * How a connection begins: the first frame, in time, and whom it lets in. Used on the connection's
 * own event loop only.
 */
final class Greeting {

  private final Vertx vertx;
  private final Context loop;
  private final ServerWebSocket socket;
  private final BrowserLine line;
  private final Admission admission;
  private final Supplier<Optional<Keyring>> sessionKeys;
  private final Guest guest;
  private final long patience;
  private boolean greeted;

  /** Is told who was let in. */
  interface Guest {
    void welcome(Admitted admitted, ClientFrame.Hello hello, Keyring keys);
  }

  Greeting(
      WebChatRoute route, Context loop, ServerWebSocket socket, BrowserLine line, Guest guest) {
    this.vertx = route.vertx();
    this.loop = loop;
    this.socket = socket;
    this.line = line;
    this.admission = route.admission();
    this.sessionKeys = route::sessionKeys;
    this.guest = guest;
    Duration longest = route.times().hello();
    this.patience = vertx.setTimer(longest.toMillis(), _ -> expectHello());
  }

  /** The connection ended. */
  void end() {
    vertx.cancelTimer(patience);
  }

  /**
   * Somebody says who they are.
   *
   * @throws ClientFrame.MalformedFrame when they did before
   */
  void hello(ClientFrame.Hello hello) throws ClientFrame.MalformedFrame {
    if (greeted) {
      throw new ClientFrame.MalformedFrame("hello comes once, as the first frame");
    }
    greeted = true;
    Optional<Keyring> keys = sessionKeys.get();
    if (keys.isEmpty()) {
      line.close(BrowserLine.TRY_LATER, "the channel has no session key yet");
      return;
    }
    Keyring signing = keys.get();
    CompletableFuture<Admission.Decision> decision = admission.admit(hello, signing);
    if (decision.isDone()) {
      decide(decision.join(), hello, signing);
      return;
    }
    // What the browser says meanwhile stays with it, or it would come before it is known from whom.
    socket.pause();
    var _ =
        decision.thenAccept(
            decided ->
                loop.runOnContext(
                    _ -> {
                      decide(decided, hello, signing);
                      socket.resume();
                    }));
  }

  private void decide(Admission.Decision decision, ClientFrame.Hello hello, Keyring keys) {
    if (socket.isClosed()) {
      return;
    }
    switch (decision) {
      case Admitted admitted -> guest.welcome(admitted, hello, keys);
      case Admission.Refused(var reason) -> {
        line.send(ServerFrame.refused(reason));
        line.close(
            reason.retryable() ? BrowserLine.TRY_LATER : BrowserLine.PROTOCOL_BROKEN,
            "the sign-in is refused: " + reason.word());
      }
    }
  }

  private void expectHello() {
    if (!greeted) {
      line.close(BrowserLine.PROTOCOL_BROKEN, "no hello came");
    }
  }
}
