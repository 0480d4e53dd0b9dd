package cx.touchpoint.bench.connector;

/** The floor: Vert.x as the connector sets it up, reading each body whole and answering 200. */
final class BareServer {

  private BareServer() {}

  /** Serves until SIGTERM. */
  public static void main(String[] arguments) {
    EventLoops.serve(
        server ->
            server.requestHandler(
                request ->
                    request.body().onSuccess(_ -> request.response().setStatusCode(200).end())));
  }
}
