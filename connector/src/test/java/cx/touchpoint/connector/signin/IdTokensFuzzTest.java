package cx.touchpoint.connector.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import cx.touchpoint.api.connector.ConnectorConfiguration.SignIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Whoever does not have the issuer's key signs nobody in, whatever a token says of itself. */
@Tag("fuzz")
final class IdTokensFuzzTest {

  private static final IdTokens TOKENS =
      new IdTokens(
          new SignIn("https://login.example.com", "shop", null),
          keys(),
          Clock.fixed(Instant.ofEpochSecond(1_772_359_200), ZoneOffset.UTC));

  @FuzzTest(maxDuration = "1m")
  void aStrangerSignsNobodyIn(byte[] shown) {
    try {
      TOKENS.read(new String(shown, StandardCharsets.ISO_8859_1));
    } catch (RefusedSignIn e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    throw new AssertionError("a stranger's token was accepted");
  }

  private static MountedKeys keys() {
    try {
      Path directory = Files.createTempDirectory("touchpoint-fuzz");
      var set =
          new JWKSet(
              List.of(
                  new RSAKeyGenerator(2048).keyID("rsa").generate().toPublicJWK(),
                  new ECKeyGenerator(Curve.P_256).keyID("ec").generate().toPublicJWK()));
      Path file = directory.resolve(MountedKeys.FILE);
      Files.writeString(file, set.toString());
      var keys = new MountedKeys(directory);
      keys.reload();
      Files.delete(file);
      Files.delete(directory);
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java can make these keys", e);
    }
  }
}
