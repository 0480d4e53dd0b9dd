package cx.touchpoint.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own judge of rules, in the versions that {@code ./touchpoint test} provides. */
public enum Promtool {
  /** Debian's, of the oldest line we support. */
  V2("promtool-2"),
  /** Of the newest line: ranges are open at their left end, and it is stricter about names. */
  V3("promtool-3");

  private final Path program;

  Promtool(String folder) {
    program = Cache.root().resolve(folder).resolve("promtool");
  }

  /**
   * What it said of files.
   *
   * @param exit 0 when nothing is wrong
   */
  public record Verdict(int exit, String words) {

    /** Fails with promtool's own words when something is. */
    public void isFine() {
      assertThat(exit).as(words).isZero();
    }
  }

  /** Fails with promtool's own words when it does not take one of these files. */
  public void checkRules(List<Path> files) throws IOException, InterruptedException {
    assume();
    run(Stream.concat(Stream.of("check", "rules", "--lint=none"), names(files)).toList()).isFine();
  }

  /** Fails with promtool's own words when an expectation of one of these files is not met. */
  public void testRules(List<Path> files) throws IOException, InterruptedException {
    assume();
    test(files).isFine();
  }

  /** Tells whether every expectation of these files is met. */
  public Verdict test(List<Path> files) throws IOException, InterruptedException {
    return run(Stream.concat(Stream.of("test", "rules"), names(files)).toList());
  }

  /** Skips where it is not. */
  public void assume() {
    Assumptions.assumeTrue(
        isThere(), () -> "skipped: no " + program + "; './touchpoint test' provides it");
  }

  /** Whether it can be run. */
  public boolean isThere() {
    return Files.isExecutable(program);
  }

  private static Stream<String> names(List<Path> files) {
    return files.stream().map(Path::toString);
  }

  private Verdict run(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(process.waitFor(), said);
  }
}
