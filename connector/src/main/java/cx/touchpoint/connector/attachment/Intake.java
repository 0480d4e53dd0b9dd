package cx.touchpoint.connector.attachment;

import cx.touchpoint.connector.attachment.RefusedFile.Reason;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.Attachments;
import cx.touchpoint.connector.store.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files in, a piece at a time, so that whatever their size little of them is in memory.
 * Blocks its thread.
 */
final class Intake {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final Attachments store;

  Intake(Attachments store) {
    this.store = store;
  }

  /**
   * Keeps a file; when this returns it is as durable as the database makes it.
   *
   * @param name a clean one
   * @param type one that the limits allow
   * @throws RefusedFile when it is not what it is said to be, or too large, or one too many
   * @throws IOException when it did not come whole
   */
  Part.File take(String conversation, String name, String type, InputStream content, Limits limits)
      throws RefusedFile, StoreFailure, IOException {
    Content check = new Content(type);
    byte[] piece = content.readNBytes(Attachments.PIECE);
    limits.size(piece.length);
    demand(check.fits(piece, isLast(piece)), type);
    Attachments.Kept file =
        store
            .begin(conversation, name, type)
            .orElseThrow(
                () ->
                    new RefusedFile(
                        Reason.TOO_MANY,
                        "%d files of this conversation were sent with no message. Send a message with them first."
                            .formatted(Attachments.MOST_UNATTACHED)));
    boolean whole = false;
    try {
      long size = 0;
      for (int no = 0; ; no++) {
        store.keep(file, no, piece);
        size += piece.length;
        if (isLast(piece)) {
          break;
        }
        piece = content.readNBytes(Attachments.PIECE);
        limits.size(size + piece.length);
        demand(check.fits(piece, isLast(piece)), type);
        if (piece.length == 0) {
          break;
        }
      }
      Part.File finished = store.finish(file, size);
      whole = true;
      return finished;
    } finally {
      if (!whole) {
        drop(file);
      }
    }
  }

  private static boolean isLast(byte[] piece) {
    return piece.length < Attachments.PIECE;
  }

  private static void demand(boolean fits, String type) throws RefusedFile {
    if (!fits) {
      throw RefusedFile.notOf(type);
    }
  }

  // What cannot be dropped now is forgotten within the hour.
  private void drop(Attachments.Kept file) {
    try {
      store.discard(List.of(file.file().id()));
    } catch (StoreFailure e) {
      log.debug("Half of a file is left", e);
    }
  }
}
