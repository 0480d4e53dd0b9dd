package cx.touchpoint.connector.attachment;

import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.Attachments;
import cx.touchpoint.connector.store.StoreFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A file on its way out, a piece after the other as the other side takes them. */
final class Outflow {

  private static final long SLOWEST_PIECE_SECONDS = 60;

  private final HttpServerResponse response;
  private final Context loop;
  private final Attachments store;

  Outflow(HttpServerResponse response, Context loop, Attachments store) {
    this.response = response;
    this.loop = loop;
    this.store = store;
  }

  /** Sends it whole, or cuts the connection, so that half of one is never taken for all. */
  void send(Attachments.Kept kept) throws IOException {
    Part.File file = kept.file();
    response
        .putHeader("Content-Type", typeOf(file))
        .putHeader("Content-Length", Long.toString(file.size()))
        .putHeader("Content-Disposition", FileName.disposition(file.name()))
        .putHeader("Cache-Control", "private, no-store")
        // Whatever it holds, it is a file to keep and never a page of this address.
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    try {
      for (int no = 0; no < kept.pieces(); no++) {
        byte[] piece =
            store.read(kept, no).orElseThrow(() -> new IOException("it was forgotten meanwhile"));
        written(() -> response.write(Buffer.buffer(piece)));
      }
      written(response::end);
    } catch (IOException | StoreFailure | RuntimeException e) {
      loop.runOnContext(_ -> response.reset());
      throw new IOException("the rest of a file was not sent: " + e.getMessage(), e);
    }
  }

  private void written(Supplier<Future<Void>> writing) throws IOException {
    Promise<Void> written = Promise.promise();
    loop.runOnContext(_ -> writing.get().onComplete(written));
    try {
      written
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(SLOWEST_PIECE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("whoever asked takes no more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the connector is stopping", e);
    }
  }

  private static String typeOf(Part.File file) {
    return file.contentType().equals("text/plain")
        ? "text/plain; charset=utf-8"
        : file.contentType();
  }
}
