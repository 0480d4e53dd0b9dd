package cx.touchpoint.operator.fault;

import cx.touchpoint.operator.testing.RunningOperator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Locale;
import java.util.Set;

/** The way to the API server, under the operator's account. */
final class Upstream {

  /** Headers of one connection, not of what is passed on. */
  private static final Set<String> HOP =
      Set.of("connection", "host", "http2-settings", "transfer-encoding");

  private final HttpClient client;

  Upstream(Vertx vertx, OwnApiServer api) {
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
  }

  /** The same request, not sent yet. */
  Future<HttpClientRequest> passOn(HttpServerRequest request) {
    return client
        .request(request.method(), request.uri())
        .onSuccess(
            onward -> {
              // Else every connection that a fault cuts is an error in the log.
              onward.exceptionHandler(it -> Answers.cut(request));
              request.headers().forEach(header -> copy(header.getKey(), header.getValue(), onward));
              if (Watches.isWatch(request)) {
                onward.putHeader("Connection", "Upgrade");
              } else {
                onward.headers().remove("Upgrade");
              }
              RunningOperator.ACCOUNT_HEADERS.forEach(
                  (name, values) -> onward.putHeader(name, values));
            });
  }

  private static void copy(String name, String value, HttpClientRequest onward) {
    if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
      onward.headers().add(name, value);
    }
  }
}
