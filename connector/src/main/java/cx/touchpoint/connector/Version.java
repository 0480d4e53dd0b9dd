package cx.touchpoint.connector;

/** The connector's own version, from the manifest of its jar. */
final class Version {

  private Version() {}

  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
