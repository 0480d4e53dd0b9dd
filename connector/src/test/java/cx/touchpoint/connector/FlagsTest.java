package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The command line. */
class FlagsTest {

  @Test
  void withoutFlagsItServesWhatTheOperatorMounts() throws Exception {
    Flags flags = parse();
    assertThat(flags.config()).isEqualTo(Path.of("/etc/touchpoint/config"));
    assertThat(flags.credentials()).isEqualTo(Path.of("/etc/touchpoint/credentials"));
    assertThat(flags.responderCredentials()).isEqualTo(Path.of("/etc/touchpoint/responder"));
    assertThat(flags.port()).isEqualTo(8080);
    assertThat(flags.managementPort()).isEqualTo(8090);
    assertThat(flags.drainTime()).isEqualTo(Duration.ofSeconds(25));
  }

  @Test
  void eachFlagIsTakenInBothSpellings() throws Exception {
    Flags flags =
        parse(
            "--config",
            "a",
            "--credentials=b",
            "--responder-credentials",
            "c",
            "--ca=d",
            "--history=e",
            "--sign-in=f",
            "--host=::1",
            "--port",
            "1",
            "--management-port=2",
            "--records-port=4",
            "--drain",
            "3");
    assertThat(flags)
        .isEqualTo(
            new Flags(
                Path.of("a"),
                Path.of("b"),
                Path.of("c"),
                Path.of("d"),
                Path.of("e"),
                Path.of("f"),
                "::1",
                1,
                2,
                4,
                Duration.ofSeconds(3)));
  }

  @Test
  void aValueMayHoldAnEqualsSign() throws Exception {
    assertThat(parse("--config", "a=b").config()).isEqualTo(Path.of("a=b"));
    assertThat(parse("--config=a=b").config()).isEqualTo(Path.of("a=b"));
  }

  @Test
  void whatCannotBeUnderstoodIsNamed() {
    assertThatThrownBy(() -> parse("--conifg", "a")).hasMessageContaining("--conifg is not known");
    assertThatThrownBy(() -> parse("--port")).hasMessageContaining("--port needs a value");
    assertThatThrownBy(() -> parse("--port", "http"))
        .hasMessageContaining("--port: http is no number from 0 to 65535");
    assertThatThrownBy(() -> parse("--port=70000")).hasMessageContaining("65535");
  }

  @Test
  void helpBeginsWithAnExampleAndNamesEveryFlag() throws Exception {
    assertThat(Flags.parse("--port", "1", "--help")).isNull();
    assertThat(Flags.HELP).startsWith("Example: java -jar");
    for (String flag :
        new String[] {
          "--config",
          "--credentials",
          "--responder-credentials",
          "--ca",
          "--host",
          "--port",
          "--management-port",
          "--records-port",
          "--drain",
          "--help"
        }) {
      assertThat(Flags.HELP).contains("\n  " + flag);
    }
  }

  private static Flags parse(String... arguments) throws Flags.UnknownFlag {
    return Objects.requireNonNull(Flags.parse(arguments));
  }
}
