package cx.touchpoint.operator.kube;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The names of what a Channel becomes. */
public final class Names {

  /** The longest DNS label (RFC 1035), which Service names are. */
  private static final int LONGEST = 63;

  private Names() {}

  /** The name that nearly everything of a Channel carries. */
  public static String connector(String channel) {
    return fitting(channel, "-connector");
  }

  /** The Probe of a Channel's public address. */
  public static String probe(String channel) {
    return fitting(channel, "-probe");
  }

  /** The alerts of what stands between a Channel and the replicas it needs. */
  public static String capacity(String channel) {
    return fitting(channel, "-capacity");
  }

  /** The Service that only the cluster's inside uses. */
  public static String internalService(String channel) {
    return fitting(channel, "-connector-internal");
  }

  /**
   * Joins both parts. Where that is too long for a DNS label, the first part is cut and a digest of
   * it is put in, so that two long names that begin alike stay apart.
   */
  public static String fitting(String name, String suffix) {
    if (name.length() + suffix.length() <= LONGEST) {
      return name + suffix;
    }
    String digest = "-" + digest(name).substring(0, 8);
    String head = name.substring(0, LONGEST - suffix.length() - digest.length());
    return head.replaceAll("-+$", "") + digest + suffix;
  }

  /** SHA-256 of the text, in lower-case hexadecimal. */
  public static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
