package cx.touchpoint.connector.configuration;

/** A configuration that cannot be used; the message says where, what is wrong and what to write. */
public final class ConfigurationProblem extends Exception {
  ConfigurationProblem(String message) {
    super(message);
  }
}
