package cx.touchpoint.api.v1alpha1;

/** The form of hosts inside URLs, as the API server compares it. */
final class Hosts {

  private static final String LABEL = "[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?";

  /**
   * A name whose last label begins with a letter, an IPv4 address, or an IPv6 address in brackets
   * (RFC 2396, 3.2.2, as {@link java.net.URI} reads it).
   */
  private static final String HOST =
      "(("
          + LABEL
          + "[.])*[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?[.]?"
          + "|[0-9]{1,3}([.][0-9]{1,3}){3}|\\\\[[0-9a-fA-F:.]{2,45}\\\\])";

  /** A port of TCP, 1 to 65535. */
  static final String PORT =
      "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

  /** A host without port. */
  static final String ALONE = HOST;

  /** A host with or without port. */
  static final String AUTHORITY = HOST + "(:" + PORT + ")?";

  /** Characters of a path (RFC 3986, 3.3), {@code ?} and quotes left out. */
  static final String IN_PATH = "([-a-zA-Z0-9._~!$&()*+,;=:@/]|%[0-9a-fA-F]{2})*";

  /** A path, with a query or without. */
  static final String PATH_AND_QUERY = "(/([-a-zA-Z0-9._~!$&()*+,;=:@/?]|%[0-9a-fA-F]{2})*)?";

  /** What may follow all of it (RFC 3986, 3.5), quotes left out. */
  static final String FRAGMENT = "(#([-a-zA-Z0-9._~!$&()*+,;=:@/?]|%[0-9a-fA-F]{2})*)?";

  private Hosts() {}
}
