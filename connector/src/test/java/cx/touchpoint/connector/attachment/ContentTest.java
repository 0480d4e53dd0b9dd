package cx.touchpoint.connector.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorConfiguration.Attachments;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file is what it is said to be, as far as its bytes tell. */
class ContentTest {

  private static final Map<String, byte[]> BEGINNINGS =
      Map.of(
          "image/png", bytes("\u0089PNG\r\n\u001a\n and more"),
          "image/jpeg", bytes("\u00ff\u00d8\u00ff\u00e0 and more"),
          "image/gif", bytes("GIF89a and more"),
          "image/webp", bytes("RIFF1234WEBPVP8 and more"),
          "application/pdf", bytes("%PDF-1.7 and more"),
          "text/plain", bytes("<script>alert(1)</script>"));

  @Test
  void eachKindIsKnownByItsBeginningAndNoOtherPassesForIt() {
    assertThat(BEGINNINGS).containsOnlyKeys(Attachments.KNOWN_TYPES);
    BEGINNINGS.forEach(
        (type, beginning) ->
            BEGINNINGS.forEach(
                (said, _) -> {
                  boolean ascii =
                      new String(beginning, StandardCharsets.ISO_8859_1).matches("\\p{ASCII}*");
                  boolean fits = said.equals(type) || said.equals("text/plain") && ascii;
                  assertThat(new Content(said).fits(beginning, true))
                      .as(type + " said to be " + said)
                      .isEqualTo(fits);
                }));
  }

  @Test
  void whatIsShorterThanABeginningIsNothing() {
    BEGINNINGS.forEach(
        (type, beginning) -> {
          if (!type.equals("text/plain")) {
            assertThat(new Content(type).fits(Arrays.copyOf(beginning, 2), true)).isFalse();
          }
        });
    assertThat(new Content("image/svg+xml").fits(bytes("<svg"), true)).isFalse();
  }

  @Test
  void aTextIsTextToItsEnd() {
    byte[] text = "Grüße, 日本".getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= text.length; cut++) {
      Content content = new Content("text/plain");
      assertThat(content.fits(Arrays.copyOf(text, cut), false)).isTrue();
      assertThat(content.fits(Arrays.copyOfRange(text, cut, text.length), true))
          .as("cut at " + cut)
          .isTrue();
    }
    assertThat(new Content("text/plain").fits(Arrays.copyOf(text, text.length - 1), true))
        .isFalse();
    assertThat(new Content("text/plain").fits(new byte[] {'a', 0, 'b'}, true)).isFalse();
    assertThat(new Content("text/plain").fits(new byte[] {'a', (byte) 0xff}, true)).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
