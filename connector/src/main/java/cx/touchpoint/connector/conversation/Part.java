package cx.touchpoint.connector.conversation;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What something that is said consists of: paragraphs and files, in order. */
public sealed interface Part {

  /** How much room it takes in memory, in characters. */
  long length();

  /** A paragraph. */
  record Text(String text) implements Part {
    @Override
    public long length() {
      return text.length();
    }
  }

  /**
   * A file that is kept.
   *
   * @param id by which its bytes are asked for
   * @param name as whoever sent it calls it, never logged
   * @param contentType its media type, as its first bytes say too
   * @param size in bytes
   */
  record File(UUID id, String name, String contentType, long size) implements Part {

    /** One of which nothing but the id is known yet. */
    public static File named(UUID id) {
      return new File(id, "", "", 0);
    }

    @Override
    public long length() {
      return name.length();
    }

    /** Never the name. */
    @Override
    public String toString() {
      return "file " + id;
    }
  }

  /**
   * A file with all that is in it: inside what is said, and on its way in not kept yet.
   *
   * @param content all of its bytes
   */
  record NewFile(String name, String contentType, byte[] content) implements Part {
    @Override
    public long length() {
      return content.length;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    /** Never the name. */
    @Override
    public String toString() {
      return "file of " + content.length + " bytes";
    }
  }

  /** A paragraph. */
  static Part text(String text) {
    return new Text(text);
  }

  /** The paragraphs of something that is said, as one text. */
  static String textOf(List<Part> parts) {
    return parts.stream()
        .filter(Text.class::isInstance)
        .map(it -> ((Text) it).text())
        .collect(Collectors.joining("\n"));
  }

  /** The files of something that is said. */
  static List<File> filesOf(List<Part> parts) {
    return parts.stream().filter(File.class::isInstance).map(File.class::cast).toList();
  }
}
