package cx.touchpoint.operator.cli;

import java.text.Normalizer;
import java.util.UUID;

/**
 * What an exported file is called on a disk: its id, which no other has, and what is harmless of
 * the name that its sender gave it. The id comes first, so that no name is hidden, a device's or
 * the same as another where capitals do not count. Letters are ASCII's alone: which others a disk
 * takes depends on the locale of whoever runs the command, and on whoever opens the archive.
 */
final class ExportFileName {

  private static final int LONGEST = 100;
  private static final int LONGEST_ENDING = 10;

  private ExportFileName() {}

  static String of(UUID id, String name) {
    String harmless =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^A-Za-z0-9._-]+", "_")
            .replaceAll("\\.{2,}", ".")
            .replaceAll("^[._-]+|[._-]+$", "");
    return harmless.isEmpty() ? id.toString() : id + "-" + cut(harmless);
  }

  /** Without its middle when it is too long: the ending tells what opens it. */
  private static String cut(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    String ending = name.substring(Math.max(name.lastIndexOf('.'), 0));
    return ending.length() > LONGEST_ENDING
        ? name.substring(0, LONGEST)
        : name.substring(0, LONGEST - ending.length()) + ending;
  }
}
