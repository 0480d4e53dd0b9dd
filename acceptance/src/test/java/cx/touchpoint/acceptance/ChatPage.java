package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.SearchContext;
import org.openqa.selenium.chrome.ChromeDriver;

/** The chat as a customer has it before their eyes: what it shows, and what can be typed. */
final class ChatPage {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Everything said, read at one moment; the greeting is the page's own and left out. */
  private static final String TRANSCRIPT =
      """
      const chat = document.querySelector('touchpoint-chat').shadowRoot;
      return [...chat.querySelectorAll('.entry:not(.typing)')]
        .filter(entry => entry.dataset.id !== 'greeting')
        .map(entry => ({
          mine: entry.classList.contains('mine'),
          open: entry.classList.contains('pending') || entry.classList.contains('failed'),
          text: [...entry.querySelectorAll('.text')].map(it => it.lastChild.textContent).join('\\n'),
        }));
      """;

  private final ChromeDriver driver;

  private ChatPage(ChromeDriver driver) {
    this.driver = driver;
  }

  /** One bubble on the screen. */
  record Bubble(boolean mine, boolean undelivered, String text) {}

  /** Opens the page and the chat on it. */
  static ChatPage open(Browser browser, String url) {
    browser.driver().get(url);
    ChatPage page = new ChatPage(browser.driver());
    page.openChat();
    return page;
  }

  void openChat() {
    Cluster.until(
        PATIENCE,
        () -> {
          if (!isOpen()) {
            chat().findElement(By.cssSelector(".launcher")).click();
          }
          assertThat(isOpen()).as("the chat is open").isTrue();
          assertThat(chat().findElement(By.cssSelector("textarea")).isDisplayed()).isTrue();
        });
  }

  /** Types the words and presses Enter. */
  void say(String words) {
    chat().findElement(By.cssSelector("textarea")).sendKeys(words, Keys.ENTER);
  }

  /** Waits until everything said is delivered and the last thing said has its echo. */
  void untilAnswered(String words) {
    Cluster.until(
        PATIENCE,
        () -> {
          assertThat(answers()).contains(words);
          assertThat(transcript()).noneMatch(Bubble::undelivered);
        });
  }

  List<Bubble> transcript() {
    List<?> bubbles = (List<?>) Objects.requireNonNull(driver.executeScript(TRANSCRIPT));
    return bubbles.stream().map(it -> bubble((Map<?, ?>) it)).toList();
  }

  /** What the customer said, in the order of the screen. */
  List<String> said() {
    return transcript().stream().filter(Bubble::mine).map(Bubble::text).toList();
  }

  /** What the customer was answered, in the order of the screen. */
  List<String> answers() {
    return transcript().stream().filter(it -> !it.mine()).map(Bubble::text).toList();
  }

  /** Leaves a mark that only this very page has; a reload loses it. */
  void leaveMark() {
    driver.executeScript("window.acceptanceMark = true;");
  }

  boolean isStillTheSamePage() {
    return Boolean.TRUE.equals(driver.executeScript("return window.acceptanceMark === true;"));
  }

  private boolean isOpen() {
    return Boolean.TRUE.equals(
        driver.executeScript(
            """
            const chat = document.querySelector('touchpoint-chat');
            return chat !== null && chat.shadowRoot.querySelector('.is-open') !== null;
            """));
  }

  private SearchContext chat() {
    return driver.findElement(By.cssSelector("touchpoint-chat")).getShadowRoot();
  }

  private static Bubble bubble(Map<?, ?> it) {
    return new Bubble(
        Boolean.TRUE.equals(it.get("mine")),
        Boolean.TRUE.equals(it.get("open")),
        String.valueOf(it.get("text")));
  }
}
