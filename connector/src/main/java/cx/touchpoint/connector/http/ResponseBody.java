package cx.touchpoint.connector.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** The body of what a service of somebody else answers, as long as it is not too large. */
public final class ResponseBody {

  private ResponseBody() {}

  /**
   * The whole body.
   *
   * @param largest in bytes; what is larger fails and is not read on
   */
  public static Future<Buffer> of(HttpClientResponse response, int largest) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > largest) {
            response.request().reset();
            whole.tryFail("its answer is larger than %d KiB".formatted(largest / 1024));
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(_ -> whole.tryComplete(body));
    return whole.future();
  }
}
