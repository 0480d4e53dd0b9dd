package cx.touchpoint.api.v1alpha1;

/** The form of IP addresses and of blocks of them, as the API server compares it. */
public final class Addresses {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final String IPV4 = OCTET + "([.]" + OCTET + "){3}";
  private static final String IPV6 = "[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}";

  /** One address, IPv4 or IPv6. */
  static final String IP = "^(" + IPV4 + "|" + IPV6 + ")$";

  /** A block in CIDR notation (RFC 4632; RFC 4291, 2.3). */
  public static final String BLOCK =
      "^("
          + IPV4
          + "/([0-9]|[12][0-9]|3[0-2])|"
          + IPV6
          + "/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))$";

  private Addresses() {}
}
