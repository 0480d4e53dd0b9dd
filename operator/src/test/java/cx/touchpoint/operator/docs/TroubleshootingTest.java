package cx.touchpoint.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.kube.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every reason a condition can give is in the troubleshooting guide, with what to do about it. */
final class TroubleshootingTest {

  private static final Path GUIDE = Path.of("../docs/troubleshooting.md");
  private static final Pattern VERDICT =
      Pattern.compile("Verdict[.](?:yes|no|unknown)\\(\\s*\"([A-Za-z]+)\"");

  @Test
  void everyReasonOfAConditionIsInTheGuide() throws IOException {
    String guide = Files.readString(GUIDE);
    Set<String> reasons = reasons();

    assertThat(reasons).contains("ClassNotFound", "CredentialMissing").hasSizeGreaterThan(20);
    assertThat(reasons).allSatisfy(it -> assertThat(guide).contains("`" + it + "`"));
  }

  @Test
  void theGuideKnowsNoReasonThatIsNotGiven() throws IOException {
    Set<String> given = reasons();
    Set<String> explained = new TreeSet<>();
    Files.readAllLines(GUIDE).stream()
        .filter(it -> it.startsWith("| `"))
        .flatMap(it -> Pattern.compile("`([A-Za-z]+)`").matcher(it.split("\\|", -1)[1]).results())
        .forEach(it -> explained.add(it.group(1)));

    assertThat(explained).hasSizeGreaterThan(20).isSubsetOf(given);
  }

  /** The reasons as the sources write them, beside those of a refusal by the API server. */
  private static Set<String> reasons() throws IOException {
    Set<String> reasons = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      sources
          .filter(it -> it.toString().endsWith(".java"))
          .map(TroubleshootingTest::read)
          .flatMap(it -> VERDICT.matcher(it).results())
          .forEach(it -> reasons.add(it.group(1)));
    }
    Stream.of(Refusal.Reason.values()).forEach(it -> reasons.add(it.name()));
    return reasons;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
