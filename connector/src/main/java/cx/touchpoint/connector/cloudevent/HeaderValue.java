package cx.touchpoint.connector.cloudevent;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Attribute values in headers, percent-encoded (CloudEvents HTTP binding 1.0.2, 3.1.3.2). */
final class HeaderValue {

  private HeaderValue() {}

  static String encode(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > 0x20 && b < 0x7f && b != '"' && b != '%';
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /** Sequences that are no percent-encoding stay as they are. */
  static String decode(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean escape =
          bytes[i] == '%'
              && i + 2 < bytes.length
              && HexFormat.isHexDigit(bytes[i + 1])
              && HexFormat.isHexDigit(bytes[i + 2]);
      if (escape) {
        decoded[length++] =
            (byte)
                (HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      } else {
        decoded[length++] = bytes[i];
      }
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }
}
