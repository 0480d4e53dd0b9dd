package cx.touchpoint.connector.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One customer's key, by which what they and we said is closed: AES-256 in Galois/Counter Mode
 * (NIST SP 800-38D) with a random nonce of 96 bits before the text. A message's id is part of what
 * is proved, so that no text can be moved to another message.
 *
 * @param customer whose it is
 * @param key 32 random bytes
 */
record Seal(UUID customer, byte[] key) {

  static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  static byte[] newKey(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  byte[] close(String id, byte[] text, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, id, nonce).doFinal(text);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  /**
   * @throws IllegalStateException when it was not closed by this key for this id
   */
  byte[] open(String id, byte[] closed) {
    ByteBuffer bytes = ByteBuffer.wrap(closed);
    byte[] nonce = new byte[NONCE_BYTES];
    try {
      bytes.get(nonce);
      byte[] sealed = new byte[bytes.remaining()];
      bytes.get(sealed);
      return cipher(Cipher.DECRYPT_MODE, id, nonce).doFinal(sealed);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalStateException("message " + id + " is not sealed by its customer's key", e);
    }
  }

  private Cipher cipher(int mode, String id, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Seal that && customer.equals(that.customer);
  }

  @Override
  public int hashCode() {
    return customer.hashCode();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "seal of " + customer;
  }
}
