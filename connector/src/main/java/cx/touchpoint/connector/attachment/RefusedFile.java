package cx.touchpoint.connector.attachment;

/** A file that is not taken. The message says what to send instead; it never holds its name. */
public final class RefusedFile extends Exception {

  private final Reason reason;

  RefusedFile(Reason reason, String message) {
    super(message, null, false, false); // a stranger's doing; a stack trace says nothing
    this.reason = reason;
  }

  /** It is said to be of a type that its bytes are not of. */
  static RefusedFile notOf(String type) {
    return new RefusedFile(
        Reason.TYPE,
        type.equals("text/plain")
            ? "The file is no text in UTF-8. Send one, or say what it is by its content type."
            : "The file does not begin as %s does. Say what it is by its content type."
                .formatted(type));
  }

  Reason reason() {
    return reason;
  }

  /** Why not, as HTTP says it. */
  enum Reason {
    NAME(400, "Bad Request"),
    EMPTY(400, "Bad Request"),
    LENGTH(411, "Length Required"),
    SIZE(413, "Content Too Large"),
    TYPE(415, "Unsupported Media Type"),
    TOO_MANY(429, "Too Many Requests");

    private final int status;
    private final String title;

    Reason(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String title() {
      return title;
    }
  }
}
