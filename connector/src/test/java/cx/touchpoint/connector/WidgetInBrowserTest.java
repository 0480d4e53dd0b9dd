package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The chat as a customer has it: in a real browser, against a connector in its own process. */
class WidgetInBrowserTest {

  private static final Path PICTURES = Path.of("target", "pictures");

  @TempDir Path directory;

  @BeforeAll
  static void aBrowserIsThere() {
    Browser.assume("the widget in a browser");
  }

  @Test
  void aCustomerWritesAndIsAnswered() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        Browser browser = new Browser()) {
      browser.visit(connector.open("/demo"));
      browser.waitFor("the connection", () -> online(browser));
      browser.say("Do you ship to <b>Iceland</b>? & thanks");
      browser.waitFor("the answer", () -> browser.log().size() == 2);
      browser.waitFor("the check mark", () -> delivered(browser) == 1);

      assertThat(browser.log())
          .containsExactly(
              "> Do you ship to <b>Iceland</b>? & thanks",
              "Do you ship to <b>Iceland</b>? & thanks");
      assertThat(browser.read("chat.querySelectorAll('.log b').length")).isEqualTo("0");
      assertThat(browser.read("chat.querySelector('.state').textContent")).isEqualTo("We are here");
      browser.say("Wonderful. And how long does it take?");
      browser.waitFor("the answer", () -> delivered(browser) == 2);
      browser.screenshot(PICTURES.resolve("chat.png"));
      assertThat(browser.errors()).isEmpty();
    }
  }

  @Test
  void aConversationGoesOnWhenTheConnectorDiesAndComesBack() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        Browser browser = new Browser()) {
      browser.visit(connector.open("/demo"));
      browser.say("one");
      browser.waitFor("the first answer", () -> browser.log().size() == 2);

      connector.kill();
      browser.say("two, said to nobody");
      browser.say("three, said to nobody");
      browser.waitFor(
          "the notice of a lost connection",
          () -> browser.read("chat.querySelector('.panel').dataset.link").equals("lost"));
      browser.screenshot(PICTURES.resolve("lost.png"));
      connector.restart();
      browser.waitFor("the answers", () -> browser.log().size() == 6);
      browser.say("four");
      browser.waitFor("the last answer", () -> delivered(browser) == 4);

      assertThat(browser.log())
          .containsExactlyInAnyOrder(
              "> one",
              "one",
              "> two, said to nobody",
              "two, said to nobody",
              "> three, said to nobody",
              "three, said to nobody",
              "> four",
              "four");
      assertThat(answers(browser))
          .containsExactly("one", "two, said to nobody", "three, said to nobody", "four");
    }
  }

  @Test
  void aDeploymentInMidConversationIsNotSeen() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        Browser browser = new Browser()) {
      browser.visit(connector.open("/demo"));
      browser.say("before");
      browser.waitFor("the answer", () -> delivered(browser) == 1);
      String conversation = browser.read("Object.keys(sessionStorage).length");
      connector.terminate();
      assertThat(connector.exitCode()).isZero();
      connector.restart();
      browser.say("after");
      browser.waitFor("the answer", () -> delivered(browser) == 2);

      assertThat(browser.log()).containsExactly("> before", "before", "> after", "after");
      assertThat(conversation).isEqualTo("1");
    }
  }

  @Test
  void aReloadedPageShowsWhatWasSaidAndGoesOn() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        Browser browser = new Browser()) {
      browser.visit(connector.open("/demo"));
      browser.say("before the reload");
      browser.waitFor("the answer", () -> delivered(browser) == 1);
      browser.reload();
      browser.waitFor("the history", () -> browser.log().size() == 2);
      browser.say("after it");
      browser.waitFor("the answer", () -> delivered(browser) == 2);

      assertThat(browser.log())
          .containsExactly("> before the reload", "before the reload", "> after it", "after it");
      // One conversation, not two.
      assertThat(RunningConnector.get(connector.internal("/metrics")).body())
          .contains("device=\"Desktop\",entry=\"DemoPage\"} 1.0");
    }
  }

  @Test
  void theKeyboardAloneIsEnough() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        Browser browser = new Browser()) {
      browser.visit(connector.open("/demo"));
      browser.waitFor("the connection", () -> online(browser));
      browser.press(Keys.TAB, Keys.ENTER); // the page's own button opens and moves into the chat
      assertThat(browser.read("chat.activeElement.tagName")).isEqualTo("TEXTAREA");
      browser.press("first line");
      browser.pressWith(Keys.SHIFT, Keys.ENTER);
      browser.press("second line", Keys.ENTER);
      browser.waitFor("the answer", () -> browser.log().size() == 2);
      assertThat(browser.log().getFirst()).isEqualTo("> first line\nsecond line");

      browser.press(Keys.ESCAPE);
      assertThat(open(browser)).isFalse();
      assertThat(browser.read("chat.activeElement.className")).isEqualTo("launcher");
      assertThat(browser.read("chat.activeElement.getAttribute('aria-expanded')"))
          .isEqualTo("false");
      browser.press(Keys.ENTER);
      assertThat(open(browser)).isTrue();
      assertThat(browser.read("chat.activeElement.tagName")).isEqualTo("TEXTAREA");
    }
  }

  @Test
  void whatAssistiveTechnologyNeedsHasANameAndARole() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        Browser browser = new Browser()) {
      browser.visit(connector.open("/demo"));
      browser.waitFor("the connection", () -> online(browser));
      List<String> nameless = new ArrayList<>();
      for (String control : List.of(".launcher", ".close", ".send", "textarea", ".panel", ".log")) {
        if (browser
                .read("chat.querySelector('%s').getAttribute('aria-label')".formatted(control))
                .length()
            < 5) {
          nameless.add(control);
        }
      }
      assertThat(nameless).isEmpty();
      assertThat(browser.read("chat.querySelector('.panel').getAttribute('role')"))
          .isEqualTo("dialog");
      assertThat(browser.read("chat.querySelector('.log').getAttribute('role')")).isEqualTo("log");
      assertThat(browser.read("chat.querySelector('.log').getAttribute('aria-live')"))
          .isEqualTo("polite");
      assertThat(browser.read("chat.querySelector('.state').getAttribute('role')"))
          .isEqualTo("status");
      browser.click(".launcher");
      browser.waitFor(
          "the panel to be hidden",
          () ->
              browser
                  .read("getComputedStyle(chat.querySelector('.panel')).visibility")
                  .equals("hidden"));
    }
  }

  @Test
  void onAPhoneTheChatFillsTheScreenAndNothingSticksOut() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        Browser browser = new Browser("--window-size=390,844")) {
      browser.resize(390, 844);
      browser.visit(connector.open("/demo"));
      browser.waitFor("the connection", () -> online(browser));
      browser.say("https://example.com/" + "a-very-long-address/".repeat(12));
      browser.waitFor("the answer", () -> delivered(browser) == 1);
      browser.screenshot(PICTURES.resolve("phone.png"));

      assertThat(
              browser.read(
                  "Math.round(chat.querySelector('.panel').getBoundingClientRect().width)"
                      + " === document.documentElement.clientWidth"))
          .isEqualTo("true");
      assertThat(
              browser.read(
                  "chat.querySelector('.log').scrollWidth <="
                      + " chat.querySelector('.log').clientWidth"))
          .isEqualTo("true");
      assertThat(browser.read("document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo("true");
    }
  }

  private static boolean online(Browser browser) {
    return browser.read("chat.querySelector('.panel').dataset.link").equals("online");
  }

  private static boolean open(Browser browser) {
    return browser.read("chat.querySelector('.root').classList.contains('is-open')").equals("true");
  }

  private static int delivered(Browser browser) {
    return Integer.parseInt(browser.read("chat.querySelectorAll('.mine .i-check').length"));
  }

  private static List<String> answers(Browser browser) {
    return browser.log().stream().filter(line -> !line.startsWith("> ")).toList();
  }
}
