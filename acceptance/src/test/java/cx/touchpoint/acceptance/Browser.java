package cx.touchpoint.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with nothing in it from earlier runs. */
final class Browser implements AutoCloseable {

  private static final Path PICTURES = Path.of("target", "pictures");

  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  static Browser open() {
    // It warns of every Chromium that is newer than itself; what it then lacks is not used here.
    SELENIUM.setLevel(Level.SEVERE);
    Path chromium = program("chromium", "chromium-browser", "google-chrome");
    Path chromedriver = program("chromedriver");
    Path profile = newProfile();
    var options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
        "--user-data-dir=" + profile);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    var driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
    return new Browser(driver, profile);
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Keeps what is on the screen, below target/pictures. */
  Path picture(String name) {
    try {
      Files.createDirectories(PICTURES);
      return Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newProfile() {
    try {
      return Files.createTempDirectory("touchpoint-browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program(String... names) {
    return Program.onPath(names)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no %s on the PATH: the chat is tested in a real browser. On Debian: apt-get install chromium chromium-driver"
                        .formatted(String.join(" or ", names))));
  }
}
