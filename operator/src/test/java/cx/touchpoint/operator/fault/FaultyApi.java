package cx.touchpoint.operator.fault;

import cx.touchpoint.operator.testing.RunningOperator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between one operator and the API server: passes requests on under the operator's account,
 * remembers them, and does to them what a test asks for.
 */
final class FaultyApi implements AutoCloseable {

  /** Headers of one connection, not of what is passed on. */
  private static final Set<String> HOP =
      Set.of("connection", "host", "http2-settings", "transfer-encoding");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final HttpServer server;
  private final HttpClient client;
  private final Queue<Request> answered = new ConcurrentLinkedQueue<>();
  private volatile Fault.Source faults = (method, path) -> new Fault.None();
  private final AtomicInteger cutWatches = new AtomicInteger();
  private volatile long watchMillis;

  FaultyApi(OwnApiServer api) {
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(api.port())
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxPoolSize(200)
                .setPemKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(api.clientCertificate())
                        .setKeyPath(api.clientKey())));
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

  /** From now on every watch is cut so long after it began. */
  void watchesEndAfter(long millis) {
    watchMillis = millis;
  }

  /** How many watches were cut. */
  int cutWatches() {
    return cutWatches.get();
  }

  /** What reached the API server and was answered, in the order of the answers. */
  List<Request> answered() {
    return List.copyOf(answered);
  }

  private void take(HttpServerRequest request) {
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      request.pause();
      passOn(request).onSuccess(it -> watch(request, it)).onFailure(it -> cut(request));
    } else {
      request.body().onSuccess(body -> meet(request, body)).onFailure(it -> cut(request));
    }
  }

  private void meet(HttpServerRequest request, Buffer body) {
    switch (faults.of(request.method().name(), path(request))) {
      case Fault.None() -> send(request, body, it -> give(request, it));
      case Fault.Late(long millis) ->
          vertx.setTimer(millis, timer -> send(request, body, it -> give(request, it)));
      case Fault.Refused(int status) -> fail(request, status);
      case Fault.Misreported(int status) -> send(request, body, it -> fail(request, status));
      case Fault.Before(Runnable event) ->
          vertx.executeBlocking(() -> run(event), false).onComplete(it -> cut(request));
      case Fault.After(Runnable event) ->
          send(
              request,
              body,
              answer -> {
                answer.pause();
                vertx
                    .executeBlocking(() -> run(event), false)
                    .onComplete(it -> give(request, answer));
              });
    }
  }

  private static String path(HttpServerRequest request) {
    return String.valueOf(request.path());
  }

  private static boolean run(Runnable event) {
    event.run();
    return true;
  }

  private interface Then {
    void with(HttpClientResponse answer);
  }

  private void send(HttpServerRequest request, Buffer body, Then then) {
    passOn(request)
        .compose(it -> it.send(body))
        .onSuccess(
            answer -> {
              answered.add(
                  new Request(request.method().name(), path(request), answer.statusCode()));
              then.with(answer);
            })
        .onFailure(it -> cut(request));
  }

  private Future<HttpClientRequest> passOn(HttpServerRequest request) {
    return client
        .request(request.method(), request.uri())
        .onSuccess(
            onward -> {
              // Else every connection that a fault cuts is an error in the log.
              onward.exceptionHandler(it -> cut(request));
              boolean watch = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
              request.headers().forEach(header -> copy(header.getKey(), header.getValue(), onward));
              if (watch) {
                onward.putHeader("Connection", "Upgrade");
              } else {
                onward.headers().remove("Upgrade");
              }
              RunningOperator.ACCOUNT_HEADERS.forEach(
                  (name, values) -> onward.putHeader(name, values));
            });
  }

  private static void copy(String name, String value, HttpClientRequest onward) {
    if (!HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
      onward.headers().add(name, value);
    }
  }

  private void watch(HttpServerRequest request, HttpClientRequest onward) {
    onward
        .connect()
        .onFailure(it -> cut(request))
        .onSuccess(
            answer -> {
              if (answer.statusCode() != 101) {
                request.resume();
                give(request, answer);
                return;
              }
              answer
                  .headers()
                  .forEach(it -> request.response().putHeader(it.getKey(), it.getValue()));
              request.response().setStatusCode(101);
              var there = answer.netSocket();
              request
                  .toNetSocket()
                  .onFailure(it -> there.close())
                  .onSuccess(
                      here -> {
                        here.pipeTo(there);
                        there.pipeTo(here);
                        here.closeHandler(it -> there.close());
                        there.closeHandler(it -> here.close());
                        if (watchMillis > 0) {
                          vertx.setTimer(watchMillis, it -> end(here));
                        }
                      });
            });
  }

  private void end(NetSocket watch) {
    cutWatches.incrementAndGet();
    watch.close();
  }

  private static void give(HttpServerRequest request, HttpClientResponse answer) {
    var response = request.response().setStatusCode(answer.statusCode());
    answer
        .headers()
        .forEach(
            it -> {
              if (!it.getKey().equalsIgnoreCase("transfer-encoding")) {
                response.headers().add(it.getKey(), it.getValue());
              }
            });
    if (request.method() != HttpMethod.HEAD && answer.getHeader("Content-Length") == null) {
      response.setChunked(true);
    }
    answer.pipeTo(response).onFailure(it -> cut(request));
    answer.resume();
  }

  private static void fail(HttpServerRequest request, int status) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(
            """
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, \
            "message": "a fault that a test made"}"""
                .formatted(status));
  }

  private static void cut(HttpServerRequest request) {
    request.connection().close();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
