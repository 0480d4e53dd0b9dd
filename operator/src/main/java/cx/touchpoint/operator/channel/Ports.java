package cx.touchpoint.operator.channel;

/** The two doors of a connector. */
final class Ports {

  /** Customers and providers. */
  static final int PUBLIC = 8080;

  /** Metrics, status and probes; in no route. */
  static final int INTERNAL = 8090;

  static final String PUBLIC_NAME = "public";
  static final String INTERNAL_NAME = "internal";

  private Ports() {}
}
