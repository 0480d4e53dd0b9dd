package cx.touchpoint.connector.credentials;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The values of one credential that count now: the current one, and the former while it is changed.
 */
public final class Keyring {

  private final List<byte[]> accepted;

  /**
   * @param accepted the current value first
   */
  public Keyring(List<byte[]> accepted) {
    this.accepted = List.copyOf(accepted);
  }

  /** The value to sign with or to show. */
  public byte[] current() {
    return accepted.getFirst().clone();
  }

  /** Every value that proves something, the current one first. */
  public List<byte[]> accepted() {
    return accepted.stream().map(byte[]::clone).toList();
  }

  /** Whether this is one of the values, compared in a time that tells nothing about them. */
  public boolean matches(byte[] shown) {
    boolean matches = false;
    for (byte[] value : accepted) {
      matches |= MessageDigest.isEqual(value, shown);
    }
    return matches;
  }

  boolean sameAs(Keyring other) {
    return accepted.size() == other.accepted.size()
        && Arrays.deepEquals(accepted.toArray(), other.accepted.toArray());
  }
}
