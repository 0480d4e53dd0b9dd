package cx.touchpoint.connector.attachment;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.attachment.RefusedFile.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files a channel takes.
 *
 * @param maxBytes the largest, in bytes
 * @param contentTypes what they may be
 */
public record Limits(long maxBytes, List<String> contentTypes) {

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
        : Optional.of(new Limits(files.maxBytes(), files.contentTypes()));
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
          "Files of this type are not taken. Send one of %s and say which by Content-Type."
              .formatted(String.join(", ", contentTypes)));
    }
    return type;
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
