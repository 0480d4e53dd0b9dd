package cx.touchpoint.connector;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Whoever signs customers in: publishes its keys and signs what a test has it say. */
public final class Issuer implements AutoCloseable {

  public static final String NAME = "https://accounts.example.com";
  public static final String AUDIENCE = "shop-chat";

  private static final String ED25519_PREFIX = "302a300506032b6570032100";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<JWK> published = new CopyOnWriteArrayList<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private final HttpServer server;
  private final RSAKey rsa;
  private final ECKey ec;
  private final KeyPair edPair;
  private final OctetKeyPair ed;
  private volatile int status = 200;
  private volatile @Nullable CountDownLatch holding;

  public Issuer() throws Exception {
    this(HttpServer.create(anyPort(), 50));
  }

  /** Publishes over https, as whoever this context proves it to be. */
  Issuer(SSLContext identity) throws Exception {
    this(https(identity));
  }

  private Issuer(HttpServer server) throws Exception {
    this.server = server;
    this.rsa = rsa("rsa");
    this.ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    this.edPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    this.ed = published(edPair);
    published.addAll(List.of(rsa, ec, ed));
    server.setExecutor(threads);
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          try (exchange) {
            CountDownLatch held = holding;
            if (held != null) {
              held.await();
            }
            byte[] body = jwks().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 200 ? body.length : -1);
            if (status == 200) {
              exchange.getResponseBody().write(body);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  private static HttpServer https(SSLContext identity) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return server;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static RSAKey rsa(String kid) throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(kid).generate();
  }

  int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port() + "/jwks";
  }

  /** The block of the configuration, with its keys at a URL. */
  public String signIn() {
    return signIn("\"" + url() + "\"");
  }

  static String signIn(String jwksUrl) {
    return """
        {"issuer": "%s", "audience": "%s", "jwksUrl": %s}"""
        .formatted(NAME, AUDIENCE, jwksUrl);
  }

  /** What it publishes. */
  String jwks() {
    return new JWKSet(published).toPublicJWKSet().toString();
  }

  /** From now on it publishes this key and no other. */
  void rotateTo(JWK key) {
    published.clear();
    published.add(key);
  }

  void answers(int other) {
    status = other;
  }

  /** From now on its answers wait for the returned latch. */
  CountDownLatch hold() {
    CountDownLatch latch = new CountDownLatch(1);
    holding = latch;
    return latch;
  }

  int fetches() {
    return fetches.get();
  }

  RSAKey rsa() {
    return rsa;
  }

  /** What is right in every claim, and good for ten minutes. */
  public static JWTClaimsSet.Builder claims(String subject) {
    return new JWTClaimsSet.Builder()
        .issuer(NAME)
        .audience(AUDIENCE)
        .subject(subject)
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  public String token(String subject) throws JOSEException {
    return rs256(claims(subject).build());
  }

  String rs256(JWTClaimsSet claims) throws JOSEException {
    return rs256(rsa, claims);
  }

  static String rs256(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    return rs256(
        key, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
  }

  static String rs256(RSAKey key, JWSHeader header, JWTClaimsSet claims) throws JOSEException {
    var jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  String es256(JWTClaimsSet claims) throws JOSEException {
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), claims);
    jwt.sign(new ECDSASigner(ec));
    return jwt.serialize();
  }

  String edDsa(JWTClaimsSet claims) throws GeneralSecurityException {
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build(), claims);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(edPair.getPrivate());
    signer.update(jwt.getSigningInput());
    return new String(jwt.getSigningInput(), StandardCharsets.US_ASCII)
        + '.'
        + Base64URL.encode(signer.sign());
  }

  /** By the old trick: a shared secret that is the public key, which everybody has. */
  String hs256WithThePublicKey(JWTClaimsSet claims) throws JOSEException {
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims);
    jwt.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
    return jwt.serialize();
  }

  /** A key in X.509 form ends with its 32 bytes (RFC 8410). */
  private static OctetKeyPair published(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] x = Arrays.copyOfRange(encoded, ED25519_PREFIX.length() / 2, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed").build();
  }

  @Override
  public void close() {
    CountDownLatch held = holding;
    if (held != null) {
      held.countDown();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
