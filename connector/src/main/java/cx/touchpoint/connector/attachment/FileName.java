package cx.touchpoint.connector.attachment;

import cx.touchpoint.connector.attachment.RefusedFile.Reason;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What files are called. It travels in a header and in no address, because addresses are written
 * down by every proxy on the way.
 */
final class FileName {

  /** In characters, as file systems have it. */
  static final int LONGEST = 255;

  private static final String NAMELESS = "file";
  private static final Pattern ENCODED =
      Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]*)");
  private static final Pattern QUOTED =
      Pattern.compile("(?i);\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern PLAIN = Pattern.compile("(?i);\\s*filename\\s*=\\s*([^\\s\";]+)");

  private FileName() {}

  /**
   * The name in a Content-Disposition (RFC 6266, and RFC 8187 for other letters than ASCII's).
   *
   * @throws RefusedFile when it cannot be read
   */
  static String of(@Nullable String disposition) throws RefusedFile {
    if (disposition == null) {
      return NAMELESS;
    }
    Matcher encoded = ENCODED.matcher(disposition);
    if (encoded.find()) {
      try {
        return clean(
            URLDecoder.decode(encoded.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new RefusedFile(
            Reason.NAME,
            "The name in Content-Disposition cannot be read. Send attachment; filename*=UTF-8''name, percent-encoded.");
      }
    }
    Matcher quoted = QUOTED.matcher(disposition);
    if (quoted.find()) {
      return clean(quoted.group(1).replaceAll("\\\\(.)", "$1"));
    }
    Matcher plain = PLAIN.matcher(disposition);
    return plain.find() ? clean(plain.group(1)) : NAMELESS;
  }

  /**
   * A name that a disk takes and a reader is not misled by: without folders, without what controls
   * a terminal or turns the direction of text (as in "exe.gpj"), and not hidden.
   */
  static String clean(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder clean = new StringBuilder();
    last.codePoints().filter(FileName::isReadable).limit(LONGEST).forEach(clean::appendCodePoint);
    String named = clean.toString().strip().replaceFirst("^[.\\s]+", "");
    if (named.length() > LONGEST) {
      named = named.substring(0, named.offsetByCodePoints(LONGEST, -1));
    }
    return named.isEmpty() ? NAMELESS : named;
  }

  private static boolean isReadable(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }

  /** The header by which a browser saves a file under its name and never shows it in place. */
  static String disposition(String name) {
    String ascii = name.replaceAll("[^ !#-&'()+,\\-.0-9;=@A-Z\\[\\]^_`a-z{}~]", "_");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(
            ascii,
            URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A"));
  }
}
