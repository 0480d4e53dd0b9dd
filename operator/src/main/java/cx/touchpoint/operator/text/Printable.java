package cx.touchpoint.operator.text;

/** What others wrote, made fit for a terminal: nothing in it moves the cursor or hides a part. */
public final class Printable {

  private Printable() {}

  /** The same on one line, without control and formatting characters. */
  public static String of(String text) {
    return text.replaceAll("[\\s\\p{Cc}]+", " ").replaceAll("\\p{Cf}", "").strip();
  }
}
