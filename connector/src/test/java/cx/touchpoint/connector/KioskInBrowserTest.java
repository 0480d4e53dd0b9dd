package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shared device as one person after another has it: the widget in a real browser. */
class KioskInBrowserTest {

  @TempDir Path directory;
  private ScriptedResponder responder;
  private RunningConnector connector;
  private Browser browser;

  @BeforeAll
  static void aBrowserIsThere() {
    Browser.assume("a kiosk with a browser");
  }

  @BeforeEach
  void begin() throws Exception {
    responder = new ScriptedResponder(ScriptedResponder.saying("Hello!"));
    connector =
        RunningConnector.in(directory).with("credentials/sessionKey", RunningConnector.SESSION_KEY);
    browser = new Browser();
  }

  @AfterEach
  void end() throws Exception {
    browser.close();
    connector.close();
    responder.close();
  }

  @Test
  void aDeviceThatIsLeftIsTheNextPersonsWhoFindsNothing() throws Exception {
    visit(4_000);
    browser.say("My number is 4711");
    browser.waitFor("the answer", () -> browser.log().size() == 2);
    browser.waitFor("the question", () -> alone());
    assertThat(browser.read("chat.querySelector('.still').textContent"))
        .isEqualTo("Are you still there?Yes, go on");
    browser.waitFor("the end", () -> browser.log().isEmpty());
    assertThat(alone()).isFalse();
    assertThat(browser.read("sessionStorage.length")).isEqualTo("0");

    browser.say("I am the next");
    browser.waitFor("the answer", () -> browser.log().size() == 2);
    assertThat(browser.log()).containsExactly("> I am the next", "Hello!");
    assertThat(conversation(0)).isNotEqualTo(conversation(1));
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void whoIsDoneStartsOverAtOnce() throws Exception {
    visit(60_000);
    browser.say("My number is 4711");
    browser.waitFor("the answer", () -> browser.log().size() == 2);
    browser.click(".over");
    assertThat(browser.log()).isEmpty();

    browser.say("I am the next");
    browser.waitFor("the answer", () -> browser.log().size() == 2);
    assertThat(conversation(0)).isNotEqualTo(conversation(1));
    browser.reload();
    browser.waitFor("the connection", () -> link().equals("online"));
    assertThat(browser.log()).as("after the page was loaded anew").isEmpty();
  }

  private void visit(long resetAfterMillis) throws Exception {
    connector
        .configured(
            Configuration.kiosk(resetAfterMillis).http(responder.url(), 5_000, false).json())
        .start();
    browser.visit(connector.open("/demo"));
    browser.waitFor("the connection", () -> link().equals("online"));
  }

  private String conversation(int message) {
    return responder.asked().get(message).event().at("/data/conversation").asText();
  }

  private boolean alone() {
    return browser
        .read("chat.querySelector('.root').classList.contains('is-alone')")
        .equals("true");
  }

  private String link() {
    return browser.read("chat.querySelector('.panel').dataset.link");
  }
}
