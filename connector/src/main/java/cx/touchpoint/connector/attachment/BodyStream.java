package cx.touchpoint.connector.attachment;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A request's body for a thread that may block. It asks for the next piece when it has used up the
 * last one, so a sender who is faster than the database waits and fills no memory.
 */
final class BodyStream extends InputStream {

  private final HttpServerRequest request;
  private final Context loop;
  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
  private final long deadline;
  private Buffer piece = Buffer.buffer();
  private int read;
  private boolean ended;

  /** Of a request that is paused; called on its event loop. */
  BodyStream(HttpServerRequest request, Context loop, Duration longest) {
    this.request = request;
    this.loop = loop;
    this.deadline = System.nanoTime() + longest.toNanos();
    request.handler(piece -> arrived.add(new Arrived(What.PIECE, piece)));
    request.endHandler(_ -> arrived.add(new Arrived(What.END, Buffer.buffer())));
    request.exceptionHandler(_ -> arrived.add(new Arrived(What.BREAK, Buffer.buffer())));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int at, int most) throws IOException {
    Objects.checkFromIndexSize(at, most, target.length);
    if (most == 0) {
      return 0;
    }
    while (read == piece.length()) {
      if (ended) {
        return -1;
      }
      next();
    }
    int taken = Math.min(most, piece.length() - read);
    piece.getBytes(read, read + taken, target, at);
    read += taken;
    return taken;
  }

  private void next() throws IOException {
    loop.runOnContext(_ -> request.fetch(1));
    Arrived newest;
    try {
      newest = arrived.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the connector is stopping");
    }
    if (newest == null) {
      throw new TooSlow();
    }
    if (newest.what() == What.BREAK) {
      throw new IOException("the sender is gone");
    }
    ended = newest.what() == What.END;
    piece = newest.piece();
    read = 0;
  }

  private enum What {
    PIECE,
    END,
    BREAK
  }

  private record Arrived(What what, Buffer piece) {}

  /** It did not come whole in time. */
  static final class TooSlow extends IOException {
    TooSlow() {
      super("the file came too slowly");
    }
  }
}
