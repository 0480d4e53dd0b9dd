package cx.touchpoint.connector.attachment;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whether a file is what it is said to be: a picture or document begins as its kind does, a text is
 * text to its end. Nobody opens it to see more; whoever reads it must not trust it.
 */
final class Content {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  private final String type;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private byte[] unfinished = {};
  private boolean begun;

  /**
   * @param type one that is known
   */
  Content(String type) {
    this.type = type;
  }

  /** Whether the next piece of it fits; the first is 12 bytes or more, unless it is all. */
  boolean fits(byte[] piece, boolean last) {
    if (type.equals("text/plain")) {
      return isText(piece, last);
    }
    boolean first = !begun;
    begun = true;
    return !first || begins(piece);
  }

  private boolean begins(byte[] file) {
    return switch (type) {
      case "image/png" -> has(file, 0, PNG);
      case "image/jpeg" -> has(file, 0, JPEG);
      case "image/gif" -> has(file, 0, ascii("GIF87a")) || has(file, 0, ascii("GIF89a"));
      case "image/webp" -> has(file, 0, ascii("RIFF")) && has(file, 8, ascii("WEBP"));
      case "application/pdf" -> has(file, 0, ascii("%PDF-"));
      default -> false;
    };
  }

  private boolean isText(byte[] piece, boolean last) {
    for (byte each : piece) {
      if (each == 0) {
        return false;
      }
    }
    // A letter may begin in one piece and end in the next.
    byte[] bytes = Arrays.copyOf(unfinished, unfinished.length + piece.length);
    System.arraycopy(piece, 0, bytes, unfinished.length, piece.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      var result = utf8.decode(in, CharBuffer.allocate(bytes.length + 1), last);
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      return false;
    }
    unfinished = Arrays.copyOfRange(bytes, in.position(), bytes.length);
    return true;
  }

  private static boolean has(byte[] file, int at, byte[] expected) {
    return file.length >= at + expected.length
        && Arrays.equals(file, at, at + expected.length, expected, 0, expected.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
