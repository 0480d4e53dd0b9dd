package cx.touchpoint.connector.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cx.touchpoint.connector.HttpText;
import cx.touchpoint.connector.credentials.Keyring;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Who does not have the key proves nothing, whatever the headers hold. */
@Tag("fuzz")
final class SignatureProofFuzzTest {

  private static final SignatureProof PROOF =
      new SignatureProof(
          new Keyring(List.of("a key of which no sender knows".getBytes(StandardCharsets.UTF_8))),
          Clock.fixed(Instant.ofEpochSecond(1_772_359_200), ZoneOffset.UTC));

  @FuzzTest(maxDuration = "1m")
  void aStrangerIsRefused(byte[] sent) {
    HttpText request = HttpText.parse(sent);
    PROOF
        .problemOf(request.headers())
        .or(() -> PROOF.problemOf(request.headers(), request.body()))
        .ifPresentOrElse(
            problem -> assertThat(problem.status()).isEqualTo(401),
            () -> {
              throw new AssertionError("a stranger's signature was accepted");
            });
  }
}
