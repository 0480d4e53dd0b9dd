package cx.touchpoint.connector;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP message as its text: lines of headers, an empty line, a body. Seeds can be read and
 * written by hand in this form.
 *
 * @param body the bytes after the empty line, as they are
 */
public record HttpText(MultiMap headers, Buffer body) {

  /** Reads any bytes; a line without a colon is a header without a value. */
  public static HttpText parse(byte[] bytes) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
      at = Math.min(bytes.length, end + 1);
      if (line.isEmpty()) {
        break;
      }
      String[] header = line.split(":", 2);
      headers.add(header[0].strip(), header.length == 1 ? "" : header[1].strip());
    }
    return new HttpText(headers, Buffer.buffer(bytes).slice(at, bytes.length));
  }
}
