package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizeTest {

  private static final String WELL =
      "--per-second 30 --service-time 2s --objective 95% --within 10s";

  @Test
  void aPersonReadsHowManyAndWhy() {
    CommandRun run = run(WELL);

    assertThat(run.exit()).isEqualTo(Exit.FINE);
    assertThat(run.out())
        .isEqualTo(
            """
            30 messages per second that take 2s each are 60 turns in progress at once.
            To answer 95.00% of them within 10s takes 61 slots, and 4 replicas of 20 each.

            REPLICAS   IN TIME
                   1     0.00%
                   2     0.00%
                   3     0.00%
                   4    99.04%  #######################################  <- keeps it
                   5    99.05%  #######################################
                   6    99.05%  #######################################
                   7    99.05%  #######################################

            4 replicas keep it up to 38.4 messages per second.
            With one less the queue grows without end.
            After a sudden rise it takes up to 55s until the replicas for it answer.
            """);
  }

  @Test
  void aProgramReadsTheSameAsTheHelpShows() throws Exception {
    JsonNode json = new JsonMapper().readTree(run(WELL + " -o json").out());

    assertThat(json.path("offeredLoad").asDouble()).isEqualTo(60);
    assertThat(json.path("slots").asInt()).isEqualTo(61);
    assertThat(json.path("replicas").asInt()).isEqualTo(4);
    assertThat(json.path("attainment").asDouble()).isEqualTo(99.04);
    assertThat(json.path("perSecondUpTo").asDouble()).isEqualTo(38.3765);
    assertThat(json.at("/oneLess/replicas").asInt()).isEqualTo(3);
    assertThat(json.at("/plot/3/attainment").asDouble()).isEqualTo(99.04);
    String help = CommandRun.of("size", "--help").out();
    json.fieldNames().forEachRemaining(it -> assertThat(help).contains("\"" + it + "\""));
  }

  @Test
  void whatOneReplicaLessCostsIsToldInCustomers() {
    assertThat(run("--per-second 11 --service-time 1s --objective 95% --within 5s --slots 4").out())
        .contains("4 replicas")
        .containsPattern("With one less \\d+\\.\\d\\d% are in time: \\d+ more customers an hour");
  }

  @Test
  void oneQueueTakesNoMoreThanSeveral() {
    String many = " --per-second 400 --service-time 1s --objective 90% --within 3s --slots 1";

    int own = replicas(many);
    int shared = replicas(many + " --one-queue");

    assertThat(shared).isGreaterThanOrEqualTo(400).isLessThan(own);
    assertThat(replicas(many + " --one-queue --spare 3")).isEqualTo(shared + 3);
    assertThat(replicas(many + " --one-queue --min 999")).isEqualTo(999);
  }

  private static int replicas(String arguments) {
    try {
      return new JsonMapper().readTree(run(arguments + " -o json").out()).path("replicas").asInt();
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPromiseThatNobodyKeepsIsToldWithTheBestThatCanBe() {
    CommandRun run = run("--per-second 3 --service-time 4s --objective 95% --within 5s");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.out())
        .contains("No number of replicas answers 95.00% of them within 5s: at best 75.31% are")
        .contains("<- does not keep it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--per-second -1 --service-time 1s | --per-second -1.0: write more than 0",
        "--per-second 0 --service-time 1s | --per-second 0.0: write more than 0",
        "--per-second NaN --service-time 1s | --per-second NaN: write more than 0",
        "--per-second Infinity --service-time 1s | --per-second Infinity: write more than 0",
        "--per-second 1e6 --service-time 9s | 9000000 turns would be in progress at once",
        "--per-second 1 --service-time 0s | --service-time 0s: write one number and one unit",
        "--per-second 1 --service-time -1s | --service-time -1s: write one number and one unit",
        "--per-second 1 --service-time 11s | an answer takes 11s on average, and 10s are promised",
        "--per-second 1 --service-time 1s --slots 0 | --slots 0: write 1 to 10000",
        "--per-second 1 --service-time 1s --min 0 | --min 0: write 1 to 1000",
        "--per-second 1 --service-time 1s --spare -1 | --spare -1: write 0 to 1000",
        "--per-second 1 --service-time 1s --variation NaN | --variation NaN: write a number",
        "--per-second 1 --service-time 1s --variation -1 | --variation -1.0: write a number",
        "--per-second 1 --service-time 1s --startup soon | --startup soon: write one number",
        "--per-second 1 | give --per-second and --service-time, or --from-prometheus",
        "--from-prometheus http://p:9090 | --from-prometheus needs --channel",
        "--from-prometheus http://p:9090 --channel care | --channel care: write namespace/name",
        "--from-prometheus http://p:9090 --channel a/b --window 1m | --window 1m: write a time",
        "--from-prometheus p --channel a/b | --from-prometheus:",
      })
  void whatCannotBeIsRefusedWithWhatToWrite(String arguments, String message) {
    CommandRun run = run(arguments + " --objective 95% --within 10s");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"95, 10s", "100%, 10s", "0%, 10s", "-5%, 10s", "95%, 0s", "95%, -1s", "95%, 10"})
  void whatIsNoPromiseIsRefused(String objective, String within) {
    CommandRun run =
        run(
            "--per-second 1 --service-time 1s --objective %s --within %s"
                .formatted(objective, within));

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("write ");
  }

  private static CommandRun run(String arguments) {
    return CommandRun.of(("size " + arguments.strip()).split(" "));
  }
}
