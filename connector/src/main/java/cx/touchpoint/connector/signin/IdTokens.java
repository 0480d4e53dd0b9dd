package cx.touchpoint.connector.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.api.connector.ConnectorConfiguration.SignIn;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.State;
import cx.touchpoint.connector.conversation.Proof;
import cx.touchpoint.connector.conversation.Proofs;
import cx.touchpoint.connector.signin.RefusedSignIn.Reason;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens of one issuer: ID Tokens of OpenID Connect, or others with the same claims, checked
 * as RFC 8725 asks.
 *
 * @param settings whose tokens, and for whom
 * @param keys by which they are signed
 * @param clock what they are timed by
 */
record IdTokens(SignIn settings, SigningKeys keys, InstantSource clock) {

  /** Longest token, in characters. Those of the large issuers have a quarter of it. */
  static final int LONGEST = 8_192;

  /** How far clocks may be apart. */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  // Public keys only: a shared secret, or none, would let whoever knows a public key sign.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  private static final int LEAST_RSA_BITS = 2_048;

  /** A set may hold many keys without a kid; more than these are not tried. */
  private static final int MOST_TRIED = 8;

  /**
   * Whom a token is about. May block while keys are fetched.
   *
   * @throws RefusedSignIn when it proves nothing
   */
  SignedIn read(String token) throws RefusedSignIn {
    if (token.length() > LONGEST) {
      throw new RefusedSignIn(Reason.TOO_LONG);
    }
    SignedJWT jwt = parsed(token);
    verify(jwt);
    return customer(claims(jwt));
  }

  private static SignedJWT parsed(String token) throws RefusedSignIn {
    try {
      return SignedJWT.parse(token);
    } catch (ParseException | IllegalArgumentException e) {
      throw new RefusedSignIn(Reason.MALFORMED);
    }
  }

  private void verify(SignedJWT jwt) throws RefusedSignIn {
    JWSHeader header = jwt.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new RefusedSignIn(Reason.ALGORITHM);
    }
    JOSEObjectType type = header.getType();
    // Whatever else the issuer signs with the same key is not about who somebody is.
    if ((type != null && !type.equals(JOSEObjectType.JWT)) || header.getCriticalParams() != null) {
      throw new RefusedSignIn(Reason.MALFORMED);
    }
    List<JWK> fitting = fitting(header);
    if (fitting.isEmpty()) {
      throw new RefusedSignIn(Reason.UNKNOWN_KEY);
    }
    for (JWK key : fitting) {
      if (isSignedBy(key, jwt)) {
        return;
      }
    }
    throw new RefusedSignIn(Reason.BAD_SIGNATURE);
  }

  private List<JWK> fitting(JWSHeader header) throws RefusedSignIn {
    try {
      return keys.matching(new JWKSelector(JWKMatcher.forJWSHeader(header))).stream()
          .filter(key -> !(key instanceof RSAKey) || key.size() >= LEAST_RSA_BITS)
          .limit(MOST_TRIED)
          .toList();
    } catch (RateLimitReachedException e) {
      // It was asked for a moment ago, so what is not among the keys then is not there, if any is.
      throw new RefusedSignIn(
          keys.state().state() == State.Valid ? Reason.UNKNOWN_KEY : Reason.KEYS_UNAVAILABLE);
    } catch (KeySourceException e) {
      throw new RefusedSignIn(Reason.KEYS_UNAVAILABLE);
    }
  }

  private static boolean isSignedBy(JWK key, SignedJWT jwt) {
    try {
      JWSVerifier verifier =
          switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            case OctetKeyPair pair -> new Ed25519(pair);
            default -> throw new JOSEException("no public key");
          };
      return jwt.verify(verifier);
    } catch (JOSEException | GeneralSecurityException e) {
      return false; // a key of the set that is broken is not the one
    }
  }

  private static JWTClaimsSet claims(SignedJWT jwt) throws RefusedSignIn {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new RefusedSignIn(Reason.MALFORMED);
    }
  }

  private SignedIn customer(JWTClaimsSet claims) throws RefusedSignIn {
    if (!settings.issuer().equals(claims.getIssuer())) {
      throw new RefusedSignIn(Reason.WRONG_ISSUER);
    }
    if (!claims.getAudience().contains(settings.audience())) {
      throw new RefusedSignIn(Reason.WRONG_AUDIENCE);
    }
    Instant now = clock.instant();
    Instant until = instant(claims.getExpirationTime());
    if (until == null || !now.isBefore(until.plus(LEEWAY))) {
      throw new RefusedSignIn(Reason.EXPIRED);
    }
    Instant from = instant(claims.getNotBeforeTime());
    if (from != null && now.isBefore(from.minus(LEEWAY))) {
      throw new RefusedSignIn(Reason.NOT_YET_VALID);
    }
    String subject = claims.getSubject();
    Proof account =
        Optional.ofNullable(subject)
            .flatMap(it -> Proofs.of(IdentityKey.AccountId, it))
            .orElseThrow(() -> new RefusedSignIn(Reason.NO_SUBJECT));
    var proofs = new ArrayList<Proof>(List.of(account));
    verified(claims, "email")
        .flatMap(it -> Proofs.of(IdentityKey.Email, it))
        .ifPresent(proofs::add);
    verified(claims, "phone_number")
        .flatMap(it -> Proofs.of(IdentityKey.Phone, it))
        .ifPresent(proofs::add);
    return new SignedIn(settings.issuer(), account.value(), proofs, until.plus(LEEWAY));
  }

  /** A claim counts only where the issuer says that it checked it (OpenID Connect Core, 5.1). */
  private static Optional<String> verified(JWTClaimsSet claims, String claim) {
    return Boolean.TRUE.equals(claims.getClaim(claim + "_verified"))
            && claims.getClaim(claim) instanceof String written
        ? Optional.of(written)
        : Optional.empty();
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
