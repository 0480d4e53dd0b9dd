package cx.touchpoint.operator.cli;

import picocli.CommandLine.IVersionProvider;

/** The released version this program is. */
final class Version implements IVersionProvider {

  /** The version in the jar's manifest; classes outside a jar have none. */
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"touchpoint " + current()};
  }
}
