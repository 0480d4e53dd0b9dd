package cx.touchpoint.operator.fault;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands between one operator and the API server: passes requests on under the operator's account,
 * remembers them, and does to them what a test asks for.
 */
final class FaultyApi implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final Watches watches = new Watches(vertx);
  private final Upstream upstream;
  private final HttpServer server;
  private final Queue<Request> answered = new ConcurrentLinkedQueue<>();
  private volatile Fault.Source faults = (method, path) -> new Fault.None();

  FaultyApi(OwnApiServer api) {
    upstream = new Upstream(vertx, api);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(this::take)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  int port() {
    return server.actualPort();
  }

  /** From now on. */
  void faults(Fault.Source source) {
    faults = source;
  }

  Watches watches() {
    return watches;
  }

  /** What reached the API server and was answered, in the order of the answers. */
  List<Request> answered() {
    return List.copyOf(answered);
  }

  private void take(HttpServerRequest request) {
    if (Watches.isWatch(request)) {
      request.pause();
      upstream
          .passOn(request)
          .onSuccess(it -> watches.passOn(request, it))
          .onFailure(it -> Answers.cut(request));
    } else {
      request.body().onSuccess(body -> meet(request, body)).onFailure(it -> Answers.cut(request));
    }
  }

  private void meet(HttpServerRequest request, Buffer body) {
    switch (faults.of(request.method().name(), path(request))) {
      case Fault.None() -> send(request, body, it -> Answers.give(request, it));
      case Fault.Late(long millis) ->
          vertx.setTimer(millis, timer -> send(request, body, it -> Answers.give(request, it)));
      case Fault.Refused(int status) -> Answers.fail(request, status);
      case Fault.Misreported(int status) ->
          send(request, body, it -> Answers.fail(request, status));
      case Fault.Before(Runnable event) -> happen(event, () -> Answers.cut(request));
      case Fault.After(Runnable event) -> send(request, body, it -> giveAfter(event, request, it));
      case Fault.Overtaken(Runnable event, Runnable then) ->
          happen(event, () -> send(request, body, it -> giveAfter(then, request, it)));
    }
  }

  private void giveAfter(Runnable event, HttpServerRequest request, HttpClientResponse answer) {
    answer.pause();
    happen(event, () -> Answers.give(request, answer));
  }

  private void happen(Runnable event, Runnable then) {
    vertx
        .executeBlocking(
            () -> {
              event.run();
              return true;
            },
            false)
        .onComplete(it -> then.run());
  }

  private static String path(HttpServerRequest request) {
    return String.valueOf(request.path());
  }

  private interface Then {
    void with(HttpClientResponse answer);
  }

  private void send(HttpServerRequest request, Buffer body, Then then) {
    upstream
        .passOn(request)
        .compose(it -> it.send(body))
        .onSuccess(
            answer -> {
              answered.add(
                  new Request(request.method().name(), path(request), answer.statusCode()));
              then.with(answer);
            })
        .onFailure(it -> Answers.cut(request));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
