package cx.touchpoint.operator.validation;

/**
 * Text to check.
 *
 * @param name how messages call it, usually its path
 * @param text YAML or JSON, one document or several
 */
public record Source(String name, String text) {}
