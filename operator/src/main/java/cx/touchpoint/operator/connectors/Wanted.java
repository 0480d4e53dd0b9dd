package cx.touchpoint.operator.connectors;

/**
 * What the connectors of a Channel should come to say; until they do they are asked often.
 *
 * @param revision the configuration they should run
 * @param history whether they should keep messages in a database
 */
public record Wanted(String revision, boolean history) {}
