package cx.touchpoint.operator.channel;

import java.util.Optional;

/**
 * What an operator knows of itself and puts into every plan.
 *
 * @param namespace where the operator runs; its pods may ask connectors for their status
 * @param connectorImage the image of connectors whose class names none
 * @param runbooks where the pages lie that say what to do about alerts; empty when nobody has said
 */
public record OperatorSettings(String namespace, String connectorImage, Optional<String> runbooks) {

  /** Settings of an operator that nobody has told of runbooks. */
  public OperatorSettings(String namespace, String connectorImage) {
    this(namespace, connectorImage, Optional.empty());
  }
}
