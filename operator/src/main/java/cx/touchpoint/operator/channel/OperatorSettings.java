package cx.touchpoint.operator.channel;

/**
 * What an operator knows of itself and puts into every plan.
 *
 * @param namespace where the operator runs; its pods may ask connectors for their status
 * @param connectorImage the image of connectors whose class names none
 */
public record OperatorSettings(String namespace, String connectorImage) {}
