package cx.touchpoint.operator.fault;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches over WebSocket: passed on both ways, and cut after a while where a test wants that. */
final class Watches {

  private final Vertx vertx;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private volatile long millis;

  Watches(Vertx vertx) {
    this.vertx = vertx;
  }

  static boolean isWatch(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /** From now on every one is cut so long after it began. */
  void endAfter(long millis) {
    this.millis = millis;
  }

  /** How many there are now. */
  int open() {
    return open.get();
  }

  /** How many were cut. */
  int cut() {
    return cut.get();
  }

  void passOn(HttpServerRequest request, HttpClientRequest onward) {
    onward
        .connect()
        .onFailure(it -> Answers.cut(request))
        .onSuccess(
            answer -> {
              if (answer.statusCode() == 101) {
                join(request, answer);
              } else {
                request.resume();
                Answers.give(request, answer);
              }
            });
  }

  private void join(HttpServerRequest request, HttpClientResponse answer) {
    answer.headers().forEach(it -> request.response().putHeader(it.getKey(), it.getValue()));
    request.response().setStatusCode(101);
    var there = answer.netSocket();
    request
        .toNetSocket()
        .onFailure(it -> there.close())
        .onSuccess(
            here -> {
              open.incrementAndGet();
              here.pipeTo(there);
              there.pipeTo(here);
              here.closeHandler(
                  it -> {
                    open.decrementAndGet();
                    there.close();
                  });
              there.closeHandler(it -> here.close());
              if (millis > 0) {
                vertx.setTimer(millis, it -> end(here));
              }
            });
  }

  private void end(NetSocket watch) {
    cut.incrementAndGet();
    watch.close();
  }
}
