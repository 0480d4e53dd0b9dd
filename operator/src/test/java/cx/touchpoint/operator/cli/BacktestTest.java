package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.testing.LoopbackPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Channels are meant, and what is said when nobody knows. */
final class BacktestTest {

  static final String BY_LABEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: up, namespace: %s}
      spec:
        channels: {selector: {matchLabels: {journey: shop}}}
        indicator: {type: Delivery}
        objective: 99%%
      """;

  static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: %s, labels: {journey: %s}}
      spec: {type: WebChat, webChat: {demoPage: Served}, responder: {type: Echo}}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void aSelectionByLabelNeedsItsChannels() throws IOException {
    String file =
        write(BY_LABEL.formatted("care") + "---\n" + CHANNEL.formatted("mail", "care", "other"));

    CommandRun run = CommandRun.of("backtest", file, "--prometheus", "http://127.0.0.1:1");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err())
        .isEqualTo(
            "touchpoint backtest: "
                + file
                + ":5: spec.channels.selector: chooses none of the Channels in these files: add"
                + " theirs, or give --kubeconfig or --context to look in a cluster\n");
  }

  @Test
  void aSelectionByLabelFindsTheChannelsOfTheFiles() throws IOException {
    String file =
        write(BY_LABEL.formatted("care") + "---\n" + CHANNEL.formatted("mail", "care", "shop"));
    try (var prometheus = new LoopbackPrometheus()) {
      CommandRun run = CommandRun.of("backtest", file, "--prometheus", prometheus.url());

      assertThat(run.exit()).as(run.err()).isEqualTo(Exit.FINE);
      assertThat(run.out()).startsWith("care  slo/up  mail  (");
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void mattersCanBeTriedAndWhatPeoplePromiseApartCannot() throws IOException {
    String file =
        write(
            """
            apiVersion: touchpoint.cx/v1alpha1
            kind: ResponseTimeTarget
            metadata: {name: care, namespace: care}
            spec:
              channels: {names: [mail]}
              targets:
              - {name: settled, phase: Resolution, within: 4h, objective: 80%}
              - {name: person, phase: FirstResponse, within: 2m, objective: 80%, by: Human}
            """);
    try (var prometheus = new LoopbackPrometheus()) {
      CommandRun run = CommandRun.of("backtest", file, "--prometheus", prometheus.url());

      assertThat(run.exit()).isEqualTo(Exit.USER);
      assertThat(run.err()).contains("spec.targets[1].by: Human cannot be tried");
      assertThat(run.out()).contains("rtt/care/settled").doesNotContain("rtt/care/person");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Bearer s3cret         | --bearer-token-file secret
          Basic Y2FyZTpzM2NyZXQ= | --user care --password-file secret
          """)
  void aPrometheusBehindALoginIsAskedWithIt(String header, String options) throws IOException {
    String file =
        write(BY_LABEL.formatted("care") + "---\n" + CHANNEL.formatted("mail", "care", "shop"));
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    try (var prometheus = new LoopbackPrometheus()) {
      prometheus.wants(header);
      String[] asked = "backtest %s --prometheus %s".formatted(file, prometheus.url()).split(" ");
      String[] login = options.replace("secret", secret.toString()).split(" ");

      assertThat(CommandRun.of(asked).err()).contains("lets us in only with credentials (401)");
      CommandRun run = CommandRun.of(both(asked, login));
      assertThat(run.exit()).as(run.err()).isEqualTo(Exit.FINE);
      assertThat(run.out()).startsWith("care  slo/up  mail  (");

      Files.writeString(secret, "wrong");
      assertThat(CommandRun.of(both(asked, login)).err())
          .contains("does not let us in with the credentials given (401)")
          .doesNotContain("wrong");
    }
  }

  @Test
  void aFileWithoutASecretIsRefused() throws IOException {
    String file = write(CHANNEL.formatted("mail", "care", "shop"));
    Path secret = Files.writeString(folder.resolve("secret"), "two\nlines");

    CommandRun run =
        CommandRun.of(
            "backtest",
            file,
            "--prometheus",
            "http://127.0.0.1:1",
            "--bearer-token-file",
            secret.toString());

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("write one line into it").doesNotContain("two");
  }

  private static String[] both(String[] first, String[] second) {
    return Stream.of(first, second).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void whatCannotBeTriedIsToldAndTheRestIsTried() throws IOException {
    String file =
        write(
            """
            apiVersion: touchpoint.cx/v1alpha1
            kind: ServiceLevelObjective
            metadata: {name: liked, namespace: care}
            spec:
              channels: {names: [chat]}
              indicator: {type: Satisfaction, satisfaction: {kind: CSAT}}
              objective: 99%
            ---
            apiVersion: touchpoint.cx/v1alpha1
            kind: ServiceLevelObjective
            metadata: {name: up, namespace: care}
            spec: {channels: {names: [chat]}, indicator: {type: Delivery}, objective: 99%}
            """);
    try (var prometheus = new LoopbackPrometheus()) {
      CommandRun run = CommandRun.of("backtest", file, "--prometheus", prometheus.url());

      assertThat(run.exit()).isEqualTo(Exit.USER);
      assertThat(run.out()).startsWith("care  slo/up  chat  (");
      assertThat(run.err())
          .contains("promises.yaml:6: spec.indicator: Satisfaction is not measured");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --prometheus prometheus:9090 | --prometheus: 'prometheus:9090' is no address of Prometheus. Write http(s)://host[:port][/path]
          --prometheus http://p --window 28 | --window 28: write a time from 1h to 366d, for example 28d
          --prometheus http://p --window 59m | --window 59m: write a time from 1h to 366d
          --prometheus http://p --window 400d | --window 400d: write a time from 1h to 366d
          --prometheus http://p | no ResponseTimeTarget or ServiceLevelObjective in these files that can be tried
          --prometheus http://p --user care | --user and --password-file go together: give both, or none
          --prometheus http://p --bearer-token-file no/such/file | --bearer-token-file no/such/file: cannot be read as text
          --window 7d | Missing required option: '--prometheus=URL'
          --prometheus http://p --context nowhere --kubeconfig no/such/file | --kubeconfig no/such/file: there is no such file
          """)
  void whatCannotBeWorkedWithIsToldWithWhatToGive(String options, String sentence)
      throws IOException {
    String file = write(CHANNEL.formatted("mail", "care", "shop"));

    CommandRun run = CommandRun.of(("backtest " + file + " " + options).split(" "));

    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void invalidFilesAreRefusedAsByValidate() throws IOException {
    String file = write(BY_LABEL.formatted("care").replace("99%", "100%"));

    CommandRun run = CommandRun.of("backtest", file, "--prometheus", "http://127.0.0.1:1");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("promises.yaml:7: spec.objective: ");
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("promises.yaml"), text).toString();
  }
}
