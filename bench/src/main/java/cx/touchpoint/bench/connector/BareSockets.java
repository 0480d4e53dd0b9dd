package cx.touchpoint.bench.connector;

/** The floor of chats: Vert.x as the connector sets it up, answering each frame with the same. */
final class BareSockets {

  private BareSockets() {}

  /** Serves until SIGTERM. */
  public static void main(String[] arguments) {
    EventLoops.serve(
        server ->
            server
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .requestHandler(request -> request.response().end()));
  }
}
