package cx.touchpoint.connector.attachment;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.Attachments;
import cx.touchpoint.connector.store.StoreFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of what is said: kept, or found to be kept, before it is. */
public final class CarriedFiles {

  private static final Logger log = LoggerFactory.getLogger(CarriedFiles.class);

  private final Attachments store;
  private final Intake intake;
  private final Supplier<Optional<Limits>> limits;

  /**
   * @param limits which files are taken at the moment of asking, empty for none
   */
  public CarriedFiles(Attachments store, Supplier<Optional<Limits>> limits) {
    this.store = store;
    this.intake = new Intake(store);
    this.limits = limits;
  }

  /**
   * What is said, with files that are all kept.
   *
   * @param fresh those that are kept for it alone
   */
  public record Carried(List<Part> parts, List<UUID> fresh) {
    public Carried {
      parts = List.copyOf(parts);
      fresh = List.copyOf(fresh);
    }
  }

  /**
   * What a customer says, in words, in the files they name and in those that came with it.
   *
   * @return empty when they name one that is not there
   * @throws RefusedFile when one of those that came is not taken
   */
  public Optional<Carried> carriedBy(Message message) throws RefusedFile, StoreFailure {
    List<Part> parts = new ArrayList<>();
    if (!message.text().isBlank()) {
      parts.add(Part.text(message.text()));
    }
    if (!message.files().isEmpty()) {
      Optional<List<Part.File>> named =
          store.attach(
              message.conversation(), message.files().stream().map(Part.File::id).toList());
      if (named.isEmpty()) {
        return Optional.empty();
      }
      parts.addAll(named.get());
    }
    if (message.enclosed().isEmpty()) {
      return Optional.of(new Carried(parts, List.of()));
    }
    Carried enclosed = kept(message.conversation(), message.enclosed(), allowed());
    parts.addAll(enclosed.parts());
    return Optional.of(new Carried(parts, enclosed.fresh()));
  }

  /**
   * Whether there is no such conversation, so that nobody can be sent a file there. Who answers in
   * words only is not looked up.
   */
  public boolean leadNowhere(String conversation, Answer answer) throws StoreFailure {
    return !isOfWords(answer) && !store.knows(conversation);
  }

  private static boolean isOfWords(Answer answer) {
    return answer.parts().stream().allMatch(Part.Text.class::isInstance);
  }

  /**
   * An answer whose files are all kept.
   *
   * @param fresh those that are kept for it alone
   */
  public record Settled(Answer answer, List<UUID> fresh) {
    public Settled {
      fresh = List.copyOf(fresh);
    }
  }

  /**
   * Keeps what comes with an answer.
   *
   * @throws RefusedFile when the customer cannot be sent one of them
   */
  public Settled settle(String conversation, Answer answer) throws RefusedFile, StoreFailure {
    if (isOfWords(answer)) {
      return new Settled(answer, List.of());
    }
    Limits allowed = allowed();
    Carried carried = kept(conversation, answer.parts(), allowed);
    try {
      allowed.together(carried.parts());
    } catch (RefusedFile e) {
      drop(carried.fresh());
      throw e;
    }
    return new Settled(new Answer(answer.author(), carried.parts()), carried.fresh());
  }

  private Limits allowed() throws RefusedFile {
    return limits
        .get()
        .orElseThrow(
            () ->
                new RefusedFile(
                    RefusedFile.Reason.TYPE,
                    "names a file, and this channel carries none. Send text, or set attachments in the Channel."));
  }

  /** All of them, or none. */
  private Carried kept(String conversation, List<? extends Part> said, Limits allowed)
      throws RefusedFile, StoreFailure {
    List<UUID> fresh = new ArrayList<>();
    boolean whole = false;
    try {
      List<Part> parts = new ArrayList<>();
      for (Part part : said) {
        parts.add(
            switch (part) {
              case Part.Text text -> text;
              case Part.File file -> attached(conversation, file.id());
              case Part.NewFile file -> {
                UUID id = kept(conversation, file, allowed);
                fresh.add(id);
                yield attached(conversation, id);
              }
            });
      }
      whole = true;
      return new Carried(parts, fresh);
    } finally {
      if (!whole) {
        drop(fresh);
      }
    }
  }

  /** Nobody is told after all what they were kept for. */
  public void drop(List<UUID> fresh) {
    try {
      store.discard(fresh);
    } catch (StoreFailure e) {
      log.debug("Files are left that nobody is sent", e);
    }
  }

  private UUID kept(String conversation, Part.NewFile file, Limits allowed)
      throws RefusedFile, StoreFailure {
    try {
      return intake
          .take(
              conversation,
              FileName.clean(file.name()),
              allowed.type(file.contentType()),
              new ByteArrayInputStream(file.content()),
              allowed)
          .id();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes at hand can be read", e);
    }
  }

  private Part.File attached(String conversation, UUID id) throws RefusedFile, StoreFailure {
    return store
        .attach(conversation, List.of(id))
        .orElseThrow(
            () ->
                new RefusedFile(
                    RefusedFile.Reason.NAME,
                    "names a file that is not in this conversation. Send it first, and its id in file.id."))
        .getFirst();
  }
}
