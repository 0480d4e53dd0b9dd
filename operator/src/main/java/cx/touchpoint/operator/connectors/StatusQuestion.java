package cx.touchpoint.operator.connectors;

import cx.touchpoint.api.connector.ConnectorStatus;
import java.io.IOException;

/** Asks one connector how it is. */
@FunctionalInterface
public interface StatusQuestion {

  /**
   * Asks, and waits for the answer a few seconds at most.
   *
   * @param address the pod's address
   * @throws IOException when it does not answer, or not with a status; the message says why
   */
  ConnectorStatus ask(String address) throws IOException, InterruptedException;
}
