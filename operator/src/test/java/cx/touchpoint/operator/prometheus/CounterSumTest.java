package cx.touchpoint.operator.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.prometheus.CounterSum.Fault;
import cx.touchpoint.operator.prometheus.CounterSum.Reading;
import cx.touchpoint.operator.testing.Promtool;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users may write as counters. What is taken here, Prometheus must take too. */
final class CounterSumTest {

  /** Of these, hostile texts are made; the seed is fixed, so a failure comes again. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "b_total",
          "on",
          "sum",
          "inf",
          "offset",
          "__name__",
          ":",
          "{",
          "{",
          "}",
          "}",
          "=",
          "=",
          "!=",
          "=~",
          "!~",
          ",",
          "+",
          "(",
          ")",
          "[5m]",
          "@",
          "1",
          " ",
          "\n",
          "\r",
          "\t",
          "#",
          "\"",
          "\"x\"",
          "\".*\"",
          "\"5..\"",
          "\"\"",
          "'y'",
          "'",
          "`",
          "`z`",
          "`(a|b)`",
          "\\",
          "\\\\",
          "\\n",
          "é",
          "😀",
          "\u0000",
          "\u007f",
          "\u00a0",
          "\ufeff",
          "\ufffd",
          "\ud83e",
          "-",
          "\"(?i)x{2,3}\"",
          "\"[[:alpha:]]+\"");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        ":a:b_1",
        "http_requests_total{code=~\"5..\"}",
        "a{}",
        "a{b=\"c\",}",
        "a {b = 'c' , d != \"e\"}",
        "a + b{c=\"d\"}+c",
        "{__name__=\"on\"}",
        "{__name__=\"a\",b=\"\"}",
        "sum + rate + by{offset=\"x\"}",
        "a{on=\"b\",inf=\"c\",by=\"d\"}",
        "a # what\n+ # and\r b",
        "a{b=\"q\\\"\\\\\\n\\t\\r\",c='it\\'s',d=`\\d\"'`}",
        "a{b=\"übergröße 😀\"}",
        "a{b=~\"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\"}",
        "a{b=~`\\Q.{9}\\E[]{9}[:alpha:]^\\]]{2}`}",
        "a{b=~\"(x{10}){100}\"}",
        "a{b=\"}\"} + c{d=\"+\"}"
      })
  void selectorsJoinedByPlusAreTaken(String text) {
    assertThat(CounterSum.read(text)).isInstanceOf(Reading.Read.class);
  }

  static List<Refusal> refusals() throws IOException {
    String file = Files.readString(Path.of("src/test/resources/counters/refused.yaml"));
    return List.of(Serialization.unmarshal(file, Refusal[].class));
  }

  record Refusal(String text, int at, String says) {}

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalSaysWhereAndWhatToWriteInstead(Refusal refusal) {
    assertThat(CounterSum.read(refusal.text()))
        .isEqualTo(new Reading.Refused(new Fault(refusal.at(), refusal.says())));
  }

  /** Prometheus refuses the sign for a broken character, and with it the whole file of rules. */
  @ParameterizedTest
  @ValueSource(strings = {"\ufffd", "\ud83e", "\udd80", "\udd80\ud83e"})
  void aBrokenCharacterIsRefusedWhereItStands(String broken) {
    assertThat(CounterSum.read("a{b=\"😀" + broken + "\"}"))
        .isEqualTo(
            new Reading.Refused(
                new Fault(7, "a broken character (U+FFFD) stands here, which Prometheus refuses")));
  }

  @Test
  void aTextLongerThanTheApiAllowsIsNotLookedAt() {
    assertThat(CounterSum.read("a".repeat(1024))).isInstanceOf(Reading.Read.class);
    assertThat(CounterSum.read("a".repeat(1025)))
        .isEqualTo(
            new Reading.Refused(new Fault(1025, "no more than 1024 characters may stand here")));
  }

  /** Compiled, the first is larger than the operator's memory, and it is 23 characters long. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "[\\]((a{1000}){1000}){1000}[\\]",
        "[]]((a{1000}){1000}){1000}",
        "[[:alpha:]]((a{1000}){1000}){1000}]",
        "\\Q(\\E((a{1000}){1000}){1000}",
        "(a{2}b{1,999}){2}",
        "(){1000}(a|(b{100}){11,})"
      })
  void anExpressionThatGrowsBeyondMemoryIsNeverCompiled(String expression) {
    Optional<String> problem = ValueExpression.problem(expression.replace("[\\]", "[\\\\]"));

    assertThat(problem)
        .contains("repeats so much that it has more than 1000 steps: repeat less, or write .*");
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsTakenPrometheusTakesToo(Promtool promtool, @TempDir Path folder) throws Exception {
    var rules = new ArrayList<Rule>();
    for (String text : hostileTexts()) {
      if (CounterSum.read(text) instanceof Reading.Read(var selectors)) {
        rules.add(new Rule.Recording("taken", text, Map.of("n", "" + rules.size())));
        for (Selector selector : selectors) {
          rules.add(
              new Rule.Recording(
                  "taken",
                  "rate("
                      + selector.with(Matcher.equal("namespace", "care")).over(Span.minutes(2))
                      + ")",
                  Map.of("n", "" + rules.size())));
        }
      }
    }
    Path file = folder.resolve("taken.yaml");
    Files.writeString(file, RuleFiles.of(List.of(new RuleGroup("taken", Span.seconds(30), rules))));

    assertThat(rules).hasSizeGreaterThan(500);
    promtool.checkRules(List.of(file));
  }

  private static List<String> hostileTexts() {
    var random = new Random(20261126);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 8_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(1, 12); length > 0; length--) {
        text.append(any(random));
      }
      texts.add(text.toString());
      texts.add("a{" + "b" + List.of("=", "!=", "=~", "!~").get(random.nextInt(4)) + text + "}");
      texts.add("a{b=\"" + any(random) + any(random) + any(random) + "\"}");
    }
    return texts;
  }

  private static String any(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }
}
