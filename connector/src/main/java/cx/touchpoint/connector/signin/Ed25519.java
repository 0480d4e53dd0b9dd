package cx.touchpoint.connector.signin;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/**
 * Verifies signatures by Ed25519 (RFC 8037) with Java's own means; the library's would bring
 * another library of its own.
 */
final class Ed25519 extends BaseJWSProvider implements JWSVerifier {

  private static final int KEY_BYTES = 32;

  private final PublicKey key;

  /**
   * @throws GeneralSecurityException when the key is none
   */
  Ed25519(OctetKeyPair key) throws GeneralSecurityException {
    super(Set.of(JWSAlgorithm.EdDSA));
    this.key = read(key.getDecodedX());
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature.decode());
    } catch (SignatureException e) {
      return false; // not even of the right length
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java since 15 has Ed25519", e);
    }
  }

  /** RFC 8032, 5.1.2: y in little-endian order, its highest bit says whether x is odd. */
  private static PublicKey read(byte[] bytes) throws GeneralSecurityException {
    if (bytes.length != KEY_BYTES) {
      throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
    }
    byte[] y = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      y[i] = bytes[KEY_BYTES - 1 - i];
    }
    boolean oddX = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(oddX, new BigInteger(1, y))));
  }
}
