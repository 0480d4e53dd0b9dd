package cx.touchpoint.operator.validation;

/**
 * Text to check.
 *
 * @param name how messages call it, usually its path
 * @param text YAML or JSON, one document or several
 */
public record Source(String name, String text) {

  /** Characters in a source at most: far more than a cluster takes, far less than hurts. */
  public static final int LARGEST = 16 * 1024 * 1024;
}
