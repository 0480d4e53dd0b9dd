package cx.touchpoint.operator.channel;

/**
 * Something in a Channel that its class cannot bring about.
 *
 * @param field the field to change, as the user writes it
 * @param message what is wrong and what to write instead
 */
public record Problem(String field, String message) {}
