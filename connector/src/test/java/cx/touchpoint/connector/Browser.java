package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.SearchContext;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** A real browser without a screen, and what a person does with the chat in it. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // Selenium warns of every browser newer than itself; nothing here needs what it misses.
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  Browser(String... more) throws IOException {
    SELENIUM.setLevel(Level.OFF);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(
        program("chromium", "google-chrome").orElseThrow().toAbsolutePath().toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-US",
        "--user-data-dir=" + Files.createTempDirectory("browser"));
    options.addArguments(more);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
    resize(1280, 860);
  }

  /**
   * Leaves the tests of a class out where there is none. A machine of ours without a browser would
   * prove nothing and say so to nobody, so CI fails.
   */
  static void assume(String what) {
    missing()
        .ifPresent(
            why -> {
              assertThat(System.getenv("CI")).as("CI needs a browser: " + why).isNull();
              System.err.println("SKIPPED " + what + ": " + why);
              assumeTrue(false, why);
            });
  }

  /** Why there is no browser to be had, empty when there is one. */
  private static Optional<String> missing() {
    if (Boolean.getBoolean("touchpoint.quick")) {
      return Optional.of("left out by --quick");
    }
    if (program("chromium", "google-chrome").isEmpty()) {
      return Optional.of("no chromium on the PATH; on Debian: apt-get install chromium");
    }
    return program("chromedriver").isEmpty()
        ? Optional.of("no chromedriver on the PATH; on Debian: apt-get install chromium-driver")
        : Optional.empty();
  }

  private static Optional<Path> program(String... names) {
    String path = System.getenv("PATH");
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(path == null ? new String[0] : path.split(":"))
                    .map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  void visit(URI page) {
    driver.get(page.toString());
  }

  void reload() {
    driver.navigate().refresh();
  }

  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** Writes in the open chat and presses Enter. */
  void say(String text) {
    WebElement input = inChat("textarea");
    input.sendKeys(text, Keys.ENTER);
  }

  /** Chooses a file to send. */
  void choose(Path file) {
    inChat("input[type=file]").sendKeys(file.toAbsolutePath().toString());
  }

  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void pressWith(Keys modifier, CharSequence key) {
    new Actions(driver).keyDown(modifier).sendKeys(key).keyUp(modifier).perform();
  }

  void click(String selector) {
    inChat(selector).click();
  }

  /** What the log shows, in order: mine with a &gt; in front. */
  List<String> log() {
    // One call, so that it cannot change while it is read.
    Object lines =
        driver.executeScript(
            """
            const chat = document.querySelector("touchpoint-chat");
            if (!chat) return [];
            return [...chat.shadowRoot.querySelectorAll(".entry:not(.typing)")]
              .filter((entry) => entry.dataset.id !== "greeting")
              .map((entry) => (entry.classList.contains("mine") ? "> " : "")
                + [...entry.querySelectorAll(".text")].map((text) =>
                    [...text.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("")).join(" | "));
            """);
    return ((List<?>) java.util.Objects.requireNonNull(lines))
        .stream().map(String::valueOf).toList();
  }

  /** A figure or text of the page, by an expression of which {@code chat} is the shadow root. */
  String read(String expression) {
    return String.valueOf(
        driver.executeScript(
            """
            const chat = document.querySelector("touchpoint-chat").shadowRoot;
            return %s;"""
                .formatted(expression)));
  }

  void run(String script) {
    driver.executeScript(script);
  }

  /** Messages the page's console showed as errors. */
  List<String> errors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(Object::toString)
        .toList();
  }

  void waitFor(String what, Supplier<Boolean> condition) {
    try {
      org.awaitility.Awaitility.await(what).atMost(PATIENCE).until(condition::get);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("waited in vain for " + what + "; the log shows " + log(), e);
    }
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  private WebElement inChat(String selector) {
    SearchContext chat = driver.findElement(By.cssSelector("touchpoint-chat")).getShadowRoot();
    return chat.findElement(By.cssSelector(selector));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
