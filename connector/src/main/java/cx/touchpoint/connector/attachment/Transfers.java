package cx.touchpoint.connector.attachment;

import cx.touchpoint.connector.cloudevent.EventJson;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.metrics.RequestOutcome;
import cx.touchpoint.connector.store.Attachments;
import cx.touchpoint.connector.store.StoreFailure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries files between requests and the store; a bounded number at once, a piece of each. */
public final class Transfers {

  private static final Logger log = LoggerFactory.getLogger(Transfers.class);

  /** A piece of each, its seal and its row are less than 1 MiB. */
  static final int MOST_AT_ONCE = 16;

  /** 25 MiB at 2 Mbit/s. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Duration RETRY_SOON = Duration.ofSeconds(2);
  private static final Duration RETRY_STORE = Duration.ofSeconds(5);
  private static final long DISCARD_MILLIS = 10_000;

  private final Vertx vertx;
  private final Executor executor;
  private final Attachments store;
  private final Intake intake;
  private final Semaphore slots = new Semaphore(MOST_AT_ONCE);

  /**
   * @param executor runs what may block
   */
  public Transfers(Vertx vertx, Executor executor, Attachments store) {
    this.vertx = vertx;
    this.executor = executor;
    this.store = store;
    this.intake = new Intake(store);
  }

  /** Something that needs the store. */
  public interface Question<T> {
    T ask(Attachments store) throws StoreFailure;
  }

  /**
   * Takes the file in a request's body and answers 201, or why not.
   *
   * @param request one that is paused, on its event loop
   * @param admitted whether there is such a conversation, or none is needed yet
   * @param counted told what became of it, unless its sender is gone
   */
  public void receive(
      HttpServerRequest request,
      String conversation,
      Limits limits,
      Question<Boolean> admitted,
      Consumer<RequestOutcome> counted) {
    String type;
    String name;
    try {
      limits.size(length(request));
      type = limits.type(request.getHeader("Content-Type"));
      name = FileName.of(request.getHeader("Content-Disposition"));
    } catch (RefusedFile e) {
      counted.accept(RequestOutcome.MALFORMED);
      refuse(request, Refusals.of(e));
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    Context loop = vertx.getOrCreateContext();
    BodyStream body = new BodyStream(request, loop, LONGEST);
    Consumer<Problem> refused = problem -> loop.runOnContext(_ -> refuse(request, problem));
    inSlot(
        counted,
        refused,
        () -> {
          if (!admitted.ask(store)) {
            counted.accept(RequestOutcome.UNROUTED);
            refused.accept(Refusals.noConversation());
            return;
          }
          Part.File file = intake.take(conversation, name, type, body, limits);
          counted.accept(RequestOutcome.ACCEPTED);
          loop.runOnContext(_ -> created(request, file));
        });
  }

  /** Answers with a file, if there is one. */
  public void send(
      HttpServerRequest request,
      Question<Optional<Attachments.Kept>> wanted,
      Consumer<RequestOutcome> counted) {
    Context loop = vertx.getOrCreateContext();
    Consumer<Problem> refused = problem -> loop.runOnContext(_ -> problem.send(request.response()));
    inSlot(
        counted,
        refused,
        () -> {
          Optional<Attachments.Kept> file = wanted.ask(store);
          if (file.isEmpty()) {
            counted.accept(RequestOutcome.UNROUTED);
            refused.accept(Refusals.noFile());
            return;
          }
          counted.accept(RequestOutcome.ACCEPTED);
          new Outflow(request.response(), loop, store).send(file.get());
        });
  }

  private interface Work {
    void run() throws RefusedFile, StoreFailure, IOException;
  }

  private void inSlot(Consumer<RequestOutcome> counted, Consumer<Problem> refused, Work work) {
    if (!slots.tryAcquire()) {
      counted.accept(RequestOutcome.OVERLOADED);
      refused.accept(
          Refusals.later("Too many files are on their way. Try again later.", RETRY_SOON));
      return;
    }
    try {
      executor.execute(
          () -> {
            try {
              attempt(counted, refused, work);
            } finally {
              slots.release();
            }
          });
    } catch (RejectedExecutionException e) {
      slots.release();
      refused.accept(Refusals.later("This replica is shutting down. Try again.", RETRY_SOON));
    }
  }

  private static void attempt(
      Consumer<RequestOutcome> counted, Consumer<Problem> refused, Work work) {
    try {
      work.run();
    } catch (RefusedFile e) {
      counted.accept(RequestOutcome.MALFORMED);
      refused.accept(Refusals.of(e));
    } catch (StoreFailure e) {
      counted.accept(e.isBusy() ? RequestOutcome.OVERLOADED : RequestOutcome.FAILED);
      refused.accept(
          Refusals.later("No file can be kept or read now. Try again later.", RETRY_STORE));
    } catch (BodyStream.TooSlow e) {
      counted.accept(RequestOutcome.MALFORMED);
      refused.accept(Refusals.tooSlow(LONGEST));
    } catch (IOException e) {
      // Whoever is gone hears nothing.
      log.debug("A file did not get to its end: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("A file could not be taken or given", e);
      counted.accept(RequestOutcome.FAILED);
      refused.accept(Refusals.later("Something went wrong. Try again later.", RETRY_STORE));
    }
  }

  /** Answers a request whose body is not wanted, which may still be on its way. */
  public void refuse(HttpServerRequest request, Problem problem) {
    problem.send(request.response());
    if (!request.isEnded()) {
      // Read to its end, or the sender may see a broken connection in place of the answer.
      long timer = vertx.setTimer(DISCARD_MILLIS, _ -> request.connection().close());
      request.handler(_ -> {});
      request.exceptionHandler(_ -> vertx.cancelTimer(timer));
      request.endHandler(_ -> vertx.cancelTimer(timer));
      request.resume();
    }
  }

  private static long length(HttpServerRequest request) throws RefusedFile {
    String length = request.getHeader("Content-Length");
    if (length == null || !length.matches("[0-9]{1,15}")) {
      throw new RefusedFile(
          RefusedFile.Reason.LENGTH, "How large the file is, is not said. Send Content-Length.");
    }
    return Long.parseLong(length);
  }

  private static void created(HttpServerRequest request, Part.File file) {
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("id", file.id().toString());
    known.put("name", file.name());
    known.put("contentType", file.contentType());
    known.put("size", file.size());
    request
        .response()
        .setStatusCode(201)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(EventJson.bytes(known)));
  }
}
