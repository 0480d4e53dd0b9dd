package cx.touchpoint.connector.signin;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import java.util.List;

/** The public keys by which an issuer's tokens are signed. */
sealed interface SigningKeys permits MountedKeys, PublishedKeys {

  /** Their name among the credentials. */
  String NAME = "jwks";

  /**
   * The keys that fit. May block while they are fetched.
   *
   * @throws KeySourceException when there are none to choose from
   */
  List<JWK> matching(JWKSelector selector) throws KeySourceException;

  /** Whether there are any, and what to do if not. */
  Credential state();

  /** They are not asked any more. */
  void close();
}
