package cx.touchpoint.connector.webchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.webchat.ResumeTokens.RefusedToken;
import cx.touchpoint.connector.webchat.ResumeTokens.Resumption;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;

/** Nothing but what the channel issued takes a conversation up again. */
@Tag("fuzz")
final class ResumeTokensFuzzTest {

  private static final Keyring KEYS =
      new Keyring(
          List.of("the key of the channel that issues it".getBytes(StandardCharsets.UTF_8)));
  private static final ResumeTokens TOKENS =
      new ResumeTokens(
          "shop/support",
          Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC),
          () -> ResumeTokens.VALID);
  private static final Resumption RESUMPTION =
      new Resumption(
          UUID.fromString("8b4b1a36-3f0e-4bd5-9a53-2f6b1d0f7c11"), true, Optional.empty());
  private static final String ISSUED = TOKENS.issue(RESUMPTION, KEYS);

  @FuzzTest(maxDuration = "1m")
  void onlyAnIssuedTokenIsAccepted(byte[] shown) {
    String token = new String(shown, StandardCharsets.UTF_8);
    try {
      assertThat(TOKENS.verify(token, Optional.empty(), KEYS)).isEqualTo(RESUMPTION);
    } catch (RefusedToken e) {
      assertThat(token).isNotEqualTo(ISSUED);
    }
  }
}
