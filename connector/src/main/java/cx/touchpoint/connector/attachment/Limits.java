package cx.touchpoint.connector.attachment;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.attachment.RefusedFile.Reason;
import cx.touchpoint.connector.cloudevent.PartJson;
import cx.touchpoint.connector.conversation.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files a channel takes.
 *
 * @param maxBytes the largest, in bytes
 * @param contentTypes what they may be
 * @param inside whether they travel inside events, which have a size of their own
 */
public record Limits(long maxBytes, List<String> contentTypes, boolean inside) {

  /**
   * An event of 1 MiB without its names: those of event, source and conversation, and the trace.
   */
  static final long LARGEST_INSIDE = (1024 - 16) * 1024;

  /** Files of one message or answer. */
  public static final int MOST_OF_A_MESSAGE = 5;

  public Limits {
    contentTypes = List.copyOf(contentTypes);
  }

  /** Those of a channel, empty where it takes none: files lie where messages are kept. */
  public static Optional<Limits> of(ConnectorConfiguration configuration) {
    ConnectorConfiguration.Attachments files = configuration.attachments();
    return files == null || configuration.history() == null
        ? Optional.empty()
        : Optional.of(
            new Limits(
                files.maxBytes(),
                files.contentTypes(),
                configuration.type() == ConnectorConfiguration.Type.Webhook));
  }

  /**
   * The type a file is said to have, without its parameters.
   *
   * @throws RefusedFile when no file may have it
   */
  String type(@Nullable String said) throws RefusedFile {
    String type = said == null ? "" : said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!contentTypes.contains(type)) {
      throw new RefusedFile(
          Reason.TYPE,
          "Files of this type are not taken. Send one of %s and say which by its content type."
              .formatted(String.join(", ", contentTypes)));
    }
    return type;
  }

  /**
   * Checks a file that is at hand as one on its way would be.
   *
   * @throws RefusedFile when it is not taken
   */
  void check(Part.NewFile file) throws RefusedFile {
    String type = type(file.contentType());
    size(file.content().length);
    Content check = new Content(type);
    if (!check.fits(file.content(), true)) {
      throw RefusedFile.notOf(type);
    }
  }

  /**
   * @throws RefusedFile when what is said does not fit into the event that tells it
   */
  void together(List<Part> said) throws RefusedFile {
    if (inside && PartJson.lengthInside(said) > LARGEST_INSIDE) {
      throw new RefusedFile(
          Reason.SIZE,
          "has files that do not fit into the event of 1 MiB that carries them to a webhook's sender. Send at most %d bytes of them, in base64 and with the words."
              .formatted(LARGEST_INSIDE));
    }
  }

  /**
   * @throws RefusedFile when a file is so large that it is not taken, or there is nothing in it
   */
  void size(long bytes) throws RefusedFile {
    if (bytes > maxBytes) {
      throw new RefusedFile(
          Reason.SIZE,
          "The file has more than %d bytes. Send at most so many.".formatted(maxBytes));
    }
    if (bytes == 0) {
      throw new RefusedFile(Reason.EMPTY, "The file is empty. Send what is in it.");
    }
  }
}
