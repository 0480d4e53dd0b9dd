package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as a customer sends and saves them, in a real browser, on a page of another origin. */
class AttachmentsInBrowserTest {

  @TempDir Path directory;
  private HttpServer shop;
  private RunningConnector connector;
  private Browser browser;

  @BeforeAll
  static void aBrowserIsThere() {
    Browser.assume("sending files with a browser");
  }

  @BeforeEach
  void visit() throws Exception {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    String origin = "http://127.0.0.1:" + shop.getAddress().getPort();
    connector =
        RunningConnector.in(directory.resolve("connector"))
            .configured(
                Configuration.webChat()
                    .block(
                        """
                        "webChat": {"allowedOrigins": ["%s"], "attachments":
                          {"maxBytes": 1000, "contentTypes": ["text/plain", "image/png"]}}"""
                            .formatted(origin))
                    .kept("shop")
                    .json())
            .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
            .with("history/uri", PostgresServer.shared().newDatabase())
            .startedAndReady();
    byte[] page =
        """
        <!doctype html><html lang="en"><title>Shop</title>
        <script src="%s" async data-open></script>"""
            .formatted(connector.open("/widget.js"))
            .getBytes(StandardCharsets.UTF_8);
    shop.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    shop.start();
    browser = new Browser();
    browser.visit(URI.create(origin + "/"));
    browser.waitFor(
        "the connection",
        () -> browser.read("document.querySelector('touchpoint-chat') !== null").equals("true"));
    browser.waitFor(
        "the connection",
        () -> browser.read("chat.querySelector('.panel').dataset.link").equals("online"));
  }

  @AfterEach
  void leave() throws Exception {
    browser.close();
    connector.close();
    shop.stop(0);
  }

  @Test
  void aFileIsSentComesBackAndIsSaved() throws Exception {
    assertThat(browser.read("chat.querySelector('.clip').tabIndex")).isEqualTo("0");
    assertThat(browser.read("chat.querySelector('.clip').getAttribute('aria-label')"))
        .isEqualTo("Send a file");
    browser.choose(file("grüße & <b>more</b>.txt", "Hello from a file"));
    browser.waitFor("the file and its echo", () -> names().size() == 2);
    browser.waitFor("the check mark", () -> count(".mine .i-check") == 1);
    assertThat(names()).containsOnly("grüße & <b>more<_b>.txt (1 kB)");
    assertThat(browser.read("chat.querySelectorAll('.log b').length")).isEqualTo("0");
    browser.screenshot(Path.of("target/browser/attachment.png"));

    // What is saved is what was sent.
    browser.run(
        """
        window.saved = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { blob.text().then((text) => window.saved.push(blob.type + " " + text)); return make(blob); };""");
    browser.run(
        "document.querySelector('touchpoint-chat').shadowRoot.querySelector('.entry:not(.mine) .file').click()");
    browser.waitFor("the file", () -> browser.read("window.saved.length").equals("1"));
    assertThat(browser.read("window.saved[0]"))
        .isEqualTo("text/plain; charset=utf-8 Hello from a file");

    browser.reload();
    browser.waitFor("what was said before", () -> names().size() == 2);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void whatCannotBeSentIsSaidAtOnce() throws Exception {
    browser.choose(file("page.html", "<html>"));
    browser.waitFor("the notice", () -> count(".failed") == 1);
    browser.choose(file("long.txt", "x".repeat(1001)));
    browser.waitFor("the notice", () -> count(".failed") == 2);
    assertThat(browser.read("chat.querySelector('.failed .meta').textContent"))
        .isEqualTo("This file is too large, or not of a kind we take");
    // It looks like one, but is none: the connector looks into it.
    browser.choose(file("cat.png", "no picture"));
    browser.waitFor("the notice", () -> count(".failed") == 3);
    browser.waitFor("the offer to try again", () -> count(".again") == 1);
    browser.say("Then without");
    browser.waitFor("the answer", () -> count(".mine .i-check") == 1);
  }

  private Path file(String name, String content) throws Exception {
    // No file system has a slash in a name.
    return Files.writeString(directory.resolve(name.replace('/', '_')), content);
  }

  private int count(String selector) {
    return Integer.parseInt(browser.read("chat.querySelectorAll('%s').length".formatted(selector)));
  }

  private List<String> names() {
    return List.of(
            browser
                .read("[...chat.querySelectorAll('.file')].map((it) => it.textContent).join('|')")
                .split("\\|"))
        .stream()
        .filter(it -> !it.isEmpty())
        .toList();
  }
}
