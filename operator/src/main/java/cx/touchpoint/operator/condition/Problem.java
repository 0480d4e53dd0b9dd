package cx.touchpoint.operator.condition;

/**
 * Something in an object of ours that cannot be brought about.
 *
 * @param field the field to change, as the user writes it
 * @param message what is wrong and what to write instead
 */
public record Problem(String field, String message) {}
