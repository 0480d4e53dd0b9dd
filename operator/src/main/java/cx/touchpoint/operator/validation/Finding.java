package cx.touchpoint.operator.validation;

/**
 * Something to say about one line of one file.
 *
 * @param severity whether it must be changed
 * @param file the source's name
 * @param line from 1; 0 when it is about the file as a whole
 * @param object whom it is about, {@code Channel care/support-chat}; empty when it is no object yet
 * @param field the field's path, {@code spec.webChat.allowedOrigins[0]}; empty when it is the whole
 * @param message what is wrong and what to write instead
 */
public record Finding(
    Severity severity, String file, int line, String object, String field, String message) {

  /** Whether a finding must be acted on. */
  public enum Severity {
    /** An API server or the operator would refuse it. */
    Error,
    /** Right in some clusters and wrong in others; these files cannot tell. */
    Note
  }

  /** An error that is about the file and no object in it. */
  public static Finding unreadable(String file, int line, String message) {
    return new Finding(Severity.Error, file, line, "", "", message);
  }

  /** As compilers write it, so that editors and CI systems link to the place. */
  @Override
  public String toString() {
    return file
        + (line == 0 ? "" : ":" + line)
        + ": "
        + (severity == Severity.Note ? "note: " : "")
        + (field.isEmpty() ? "" : field + ": ")
        + message;
  }
}
