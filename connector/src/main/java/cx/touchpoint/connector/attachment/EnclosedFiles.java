package cx.touchpoint.connector.attachment;

import cx.touchpoint.connector.cloudevent.PartJson;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.store.Attachments;
import cx.touchpoint.connector.store.StoreFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Files that travel inside events, in both directions. On their way they are whole in memory, so
 * only a few requests have any at once.
 */
public final class EnclosedFiles {

  /** An event of 1 MiB is in memory up to four times: as text, as bytes, sealed and in pieces. */
  static final int MOST_AT_ONCE = 8;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration RETRY_SOON = Duration.ofSeconds(2);
  private static final Duration RETRY_STORE = Duration.ofSeconds(5);

  private final Optional<Attachments> store;
  private final Supplier<Optional<Limits>> limits;
  private final Executor executor;
  private final Semaphore rooms = new Semaphore(MOST_AT_ONCE);

  /**
   * @param store where files are kept, empty where none are
   * @param limits which files are taken at the moment of asking, empty for none
   * @param executor runs what may block
   */
  public EnclosedFiles(
      Optional<Attachments> store, Supplier<Optional<Limits>> limits, Executor executor) {
    this.store = store;
    this.limits = limits;
    this.executor = executor;
  }

  /**
   * Why one of these is not taken, before anything is kept; empty when all are.
   *
   * @param field where they stand in the event
   */
  public Optional<Problem> problemOf(String field, List<Part.NewFile> files) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Optional<Limits> allowed = store.flatMap(_ -> limits.get());
    if (allowed.isEmpty()) {
      return Optional.of(
          Problem.of(
                  400,
                  "Bad Request",
                  field
                      + " holds files, and this channel takes none. Send words alone, or set attachments and a ConversationHistory in the Channel.")
              .with("field", field));
    }
    for (int i = 0; i < files.size(); i++) {
      try {
        allowed.get().check(files.get(i));
      } catch (RefusedFile e) {
        return Optional.of(Refusals.of(e, "%s[%d].file".formatted(field, i)));
      }
    }
    return Optional.empty();
  }

  /**
   * Begins to hold a request's files in memory.
   *
   * @return whether there is room; whoever has it {@link #leave leaves}
   */
  public boolean enter() {
    return rooms.tryAcquire();
  }

  /** They are in memory no more. */
  public void leave() {
    rooms.release();
  }

  /** What is said when there is no room. */
  public static Problem full() {
    return Refusals.later("Too many files are on their way. Send it again later.", RETRY_SOON);
  }

  /** Whether replies have files, which their senders are to get inside. */
  public static boolean areIn(List<Reply> replies) {
    return replies.stream().anyMatch(reply -> !Part.filesOf(reply.answer().parts()).isEmpty());
  }

  /** Whether they fit into one response. */
  public static boolean fit(List<Reply> replies) {
    return replies.stream().mapToLong(reply -> PartJson.lengthInside(reply.answer().parts())).sum()
        <= Limits.LARGEST_INSIDE;
  }

  /**
   * Reads the files of replies from where they are kept. There is room for them when this ends
   * well, and whoever asked leaves.
   *
   * @param written what is made of the replies with their files inside, away from the event loop
   * @return fails when they cannot be read now
   */
  public <T> CompletableFuture<T> fill(List<Reply> replies, Function<List<Reply>, T> written) {
    return CompletableFuture.supplyAsync(
        () -> {
          enterSoon();
          boolean filled = false;
          try {
            List<Reply> whole = new ArrayList<>();
            for (Reply reply : replies) {
              whole.add(filled(reply));
            }
            T result = written.apply(whole);
            filled = true;
            return result;
          } catch (StoreFailure e) {
            throw new CompletionException(e);
          } finally {
            if (!filled) {
              leave();
            }
          }
        },
        executor);
  }

  /** What is said when they cannot be read. */
  public static Problem unread() {
    return Refusals.later(
        "The answer is given, and its files cannot be read now. Send the same again to have it.",
        RETRY_STORE);
  }

  private void enterSoon() {
    try {
      if (!rooms.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("too many files are on their way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the connector is stopping", e);
    }
  }

  private Reply filled(Reply reply) throws StoreFailure {
    List<Part> parts = new ArrayList<>();
    for (Part part : reply.answer().parts()) {
      parts.add(part instanceof Part.File file ? filled(reply.conversation(), file) : part);
    }
    return reply.told(parts);
  }

  /** One that was forgotten meanwhile stays a name. */
  private Part filled(String conversation, Part.File file) throws StoreFailure {
    Attachments from = store.orElseThrow();
    Optional<Attachments.Kept> kept = from.find(conversation, file.id());
    if (kept.isEmpty()) {
      return file;
    }
    byte[] content = new byte[Math.toIntExact(kept.get().file().size())];
    int length = 0;
    for (int no = 0; no < kept.get().pieces(); no++) {
      Optional<byte[]> piece = from.read(kept.get(), no);
      if (piece.isEmpty()) {
        return file;
      }
      System.arraycopy(piece.get(), 0, content, length, piece.get().length);
      length += piece.get().length;
    }
    return new Part.NewFile(file.name(), file.contentType(), content);
  }
}
