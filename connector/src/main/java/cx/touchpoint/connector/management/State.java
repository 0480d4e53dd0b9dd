package cx.touchpoint.connector.management;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.connector.http.Route;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import java.util.Optional;

/** What a connector can tell of itself at any moment. */
public interface State {
  /** For {@code /status}. */
  ConnectorStatus status();

  /** Why it cannot take traffic now, empty when it can. */
  Optional<String> obstacle();

  /** Where whoever answers comes by themselves, empty until there is a configuration. */
  Optional<Route> fromResponders();

  /** Its metrics, empty until a configuration told whose they are. */
  Optional<ConnectorMetrics> metrics();
}
