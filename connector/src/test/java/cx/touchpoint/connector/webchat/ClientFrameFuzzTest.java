package cx.touchpoint.connector.webchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cx.touchpoint.connector.webchat.ClientFrame.MalformedFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Whatever a browser sends is a frame or is refused in words that fit a close frame. */
@Tag("fuzz")
final class ClientFrameFuzzTest {

  /** A control frame holds 125 bytes, of which the code takes two (RFC 6455, section 5.5). */
  private static final int REASON_BYTES = 123;

  @FuzzTest(maxDuration = "1m")
  void aFrameIsReadOrRefused(byte[] sent) {
    try {
      ClientFrame frame = ClientFrame.read(new String(sent, StandardCharsets.UTF_8));
      if (frame instanceof ClientFrame.Hello hello) {
        assertThat(hello.after()).isGreaterThanOrEqualTo(-1);
      }
      if (frame instanceof ClientFrame.Read read) {
        assertThat(read.seq()).isBetween(1L, ClientFrame.LAST_PLACE);
      }
    } catch (MalformedFrame e) {
      assertThat(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8))
          .hasSizeLessThanOrEqualTo(REASON_BYTES);
    }
  }
}
