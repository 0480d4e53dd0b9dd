package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A file that comes with the connector, served with what lets browsers keep and trust it. */
public final class Asset implements Route {

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)\\s*//( .*)?$");

  /** A text, which stays as it is, or what blanks are not needed beside. */
  private static final Pattern TEXT_OR_MARK =
      Pattern.compile(
          "(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^']*+'|`[^`]*+`)"
              + "| (=>|===|!==|&&|\\|\\||\\?\\?|<=|>=|[-+*=<>?:]) |([,:;]) "
              + "|(?<=\\)) (?=\\{)|(?<=\\b(?:if|for|while|switch)) (?=\\()");

  private static final Pattern NEEDLESS =
      Pattern.compile("(?<=\\{) | (?=})|(?<=[{,;(])\\n|\\n(?=[})\\]])");
  private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

  private final byte[] content;
  private final Map<String, String> headers;
  private final String etag;

  private Asset(byte[] content, Map<String, String> headers) {
    this.content = content;
    this.headers = Map.copyOf(headers);
    this.etag = '"' + digest(content).substring(0, 22) + '"';
  }

  /** The script that puts the chat on a page. */
  public static Asset widget() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "text/javascript; charset=utf-8");
    headers.put("Cache-Control", "public, max-age=300");
    // Pages that isolate themselves (COEP) may load it all the same.
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    return new Asset(shortened(load("widget.js")), headers);
  }

  /** The page to try the chat on. */
  public static Asset demoPage() {
    byte[] content = load("demo.html");
    Matcher style = STYLE.matcher(new String(content, StandardCharsets.UTF_8));
    String styles = style.find() ? "'sha256-" + digest(utf8(style.group(1))) + "'" : "'none'";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "text/html; charset=utf-8");
    headers.put("Cache-Control", "no-cache");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("X-Robots-Tag", "noindex");
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src "
            + styles);
    return new Asset(content, headers);
  }

  @Override
  public void serve(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      Problem.of(405, "Method Not Allowed", "Send GET.")
          .withHeader("Allow", "GET, HEAD")
          .send(request.response());
      return;
    }
    headers.forEach(request.response()::putHeader);
    request.response().putHeader("ETag", etag);
    if (etag.equals(request.getHeader("If-None-Match"))) {
      request.response().setStatusCode(304).end();
    } else if (request.method() == HttpMethod.HEAD) {
      request.response().putHeader("Content-Length", String.valueOf(content.length)).end();
    } else {
      request.response().end(Buffer.buffer(content));
    }
  }

  /**
   * A script without what only people read of it: comments, indentation, blanks around operators
   * and brackets, ends of lines where a line cannot end yet. That is more than a fifth of it, and
   * customers load it on their way, over a phone. But for its styles no text in it spans lines, or
   * holds a comment between blanks, and no regular expression holds a quotation mark.
   */
  private static byte[] shortened(byte[] script) {
    String lines =
        new String(script, StandardCharsets.UTF_8)
            .lines()
            .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n", "", "\n"));
    String tight = TEXT_OR_MARK.matcher(lines).replaceAll("$1$2$3");
    return utf8(NEEDLESS.matcher(tight).replaceAll(""));
  }

  private static byte[] load(String name) {
    try (InputStream file = Asset.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] content) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
