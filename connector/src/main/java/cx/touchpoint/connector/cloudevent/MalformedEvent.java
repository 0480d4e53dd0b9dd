package cx.touchpoint.connector.cloudevent;

/** An event that cannot be read; says which field and what to send instead, never the data. */
public final class MalformedEvent extends Exception {

  private final Kind kind;
  private final String field;

  /**
   * @param field where: {@code ce-id}, {@code data.text}, {@code [2].source}
   */
  public MalformedEvent(String field, String detail) {
    this(Kind.CONTENT, field, detail);
  }

  private MalformedEvent(Kind kind, String field, String detail) {
    super(detail, null, false, false); // the sender's mistake; a stack trace says nothing
    this.kind = kind;
    this.field = field;
  }

  static MalformedEvent mediaType(String field, String detail) {
    return new MalformedEvent(Kind.MEDIA_TYPE, field, detail);
  }

  /** The same, in a larger document. */
  public MalformedEvent within(String place) {
    return new MalformedEvent(kind, place + "." + field, String.valueOf(getMessage()));
  }

  /** Where it is wrong. */
  public String field() {
    return field;
  }

  /** What is wrong and what to send instead. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Whether the media type is at fault, not the content. */
  public boolean isMediaType() {
    return kind == Kind.MEDIA_TYPE;
  }

  private enum Kind {
    CONTENT,
    MEDIA_TYPE
  }
}
