package cx.touchpoint.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.testing.Expressions;
import cx.touchpoint.operator.testing.Expressions.Expected;
import cx.touchpoint.operator.testing.Expressions.Given;
import cx.touchpoint.operator.testing.Expressions.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both majors of Prometheus make of the expression, where connectors behave and where not. */
final class DemandTest {

  private static final Staffing STAFFING = new Staffing(1.5, 0.8, 4, 0);
  private static final Duration SERVICE = Duration.ofMillis(500);

  private static final String ZERO = "0+0x60";

  @TempDir private Path folder = Path.of("");

  private final List<Given> given = new ArrayList<>();
  private final List<Expected> expected = new ArrayList<>();

  @Test
  void everyFormIsPromQl() throws Exception {
    var expressions = new ArrayList<String>();
    for (boolean oneQueue : new boolean[] {true, false}) {
      for (OptionalDouble most : List.of(OptionalDouble.empty(), OptionalDouble.of(80))) {
        for (Staffing staffing : List.of(STAFFING, new Staffing(0, 1, 1, 2))) {
          Demand demand = demand("strange\"\\{}", staffing, most, oneQueue);
          expressions.addAll(List.of(demand.replicas(), demand.whole(), demand.connections()));
          expressions.addAll(List.of(demand.lost(), demand.slow()));
          demand.beyondProvider().ifPresent(expressions::add);
        }
      }
    }

    Expressions.parse(expressions, folder);
    assertThat(expressions).noneMatch(it -> it.matches(".*[0-9]E-?[0-9].*"));
  }

  @Test
  void allReplicasTogetherAreTheLoad() throws Exception {
    connector("chat", "a", "0+600x60", "0+300x60", "0+600x60");
    connector("chat", "b", "0+600x60", "0+300x60", "0+600x60");
    connector("other", "a", "0+6000x60", "0+60000x60", "0+6000x60");

    gives("chat", STAFFING.slots(10) / 4);
    check();
  }

  @Test
  void nobodyComingIsZeroAndNobodyTellingIsNothing() throws Exception {
    connector("quiet", "a", ZERO, ZERO, ZERO);

    gives("quiet", 0);
    givesNothing("unknown");
    gives(demand("quiet", new Staffing(1.5, 1, 4, 2), OptionalDouble.empty(), false), 2);
    check();
  }

  @Test
  void whatCannotBeCountedSilencesNobodyElse() throws Exception {
    connector("chat", "a", "0+600x60", "0+300x60", "0+600x60");
    connector("chat", "mad", each("NaN"), each("NaN"), each("NaN"));
    connector("chat", "endless", each("Inf"), each("-Inf"), each("Inf"));
    connector("mad", "a", each("NaN"), each("NaN"), each("NaN"));

    gives("chat", STAFFING.slots(5) / 4);
    givesNothing("mad");
    check();
  }

  @Test
  void beforeAnAnswerIsKnownItTakesWhatWasDeclared() throws Exception {
    connector("new", "a", "0+1200x60", ZERO, ZERO);
    given.add(new Given(series("touchpoint_messages_received_total", "newer", "a"), "0+1200x60"));

    gives("new", STAFFING.slots(10) / 4);
    gives("newer", STAFFING.slots(10) / 4);
    check();
  }

  @Test
  void slowAnswersNeedMoreUntilMoreIsNoHelp() throws Exception {
    connector("slow", "a", "0+600x60", "0+900x60", "0+600x60");
    connector("hanging", "a", "0+600x60", "0+90000x60", "0+600x60");

    gives("slow", STAFFING.slots(15) / 4);
    gives("hanging", STAFFING.slots(10 * 4 * 0.5) / 4);
    check();
  }

  @Test
  void nothingIsStartedForWhatAProviderDoesNotTake() throws Exception {
    connector("chat", "a", "0+6000x60", "0+3000x60", "0+6000x60");
    given.add(new Given(series("touchpoint_queue_depth", "chat", "a"), each("100000")));

    Demand own = demand("chat", STAFFING, OptionalDouble.of(20), false);
    Demand one = demand("chat", STAFFING, OptionalDouble.of(20), true);
    gives(own, STAFFING.slots(10) / 4);
    // And of what waits no more than a quarter of what is sent in the time to work it off.
    gives(one, (STAFFING.slots(10) + 20 * 30 / 4.0 * 0.5 / 30) / 4);
    check();
  }

  @Test
  void whatWaitsInOneQueueIsWorkedOff() throws Exception {
    connector("chat", "a", "0+600x60", "0+300x60", "0+600x60");
    given.add(new Given(series("touchpoint_queue_depth", "chat", "a"), each("60")));

    gives(
        demand("chat", STAFFING, OptionalDouble.empty(), true),
        (STAFFING.slots(5) + 60 * 0.5 / 30) / 4);
    check();
  }

  @Test
  void theSignalIsWholeWhileEveryPodThatIsKnownIsRead() throws Exception {
    connector("well", "a", ZERO, ZERO, ZERO);
    connector("well", "b", ZERO, ZERO, ZERO);
    up("well", "a", each("1"));
    up("well", "b", each("1"));
    // It has just started, and nobody has read it yet.
    up("well", "c", "_x60 0");
    // Gone.
    up("well", "d", "1x50 stale _x9");

    connector("dark", "a", ZERO, ZERO, ZERO);
    up("dark", "a", each("1"));
    up("dark", "b", each("0"));

    connector("mad", "a", each("NaN"), ZERO, ZERO);
    up("mad", "a", each("1"));

    up("silent", "a", each("1"));

    expected.add(new Expected(whole("well"), List.of(new Sample("{}", 0))));
    for (String channel : List.of("dark", "mad", "silent", "unknown")) {
      expected.add(new Expected(whole(channel), List.of()));
    }
    check();
  }

  @Test
  void aSignalIsLostThatWasThereAndNotOneThatNeverWas() throws Exception {
    connector("well", "a", ZERO, ZERO, ZERO);
    up("well", "a", each("1"));
    // Its only pod cannot be read for a minute.
    connector("dark", "a", "0+0x59 stale", ZERO, ZERO);
    up("dark", "a", "1x59 0");
    connector("new", "a", "_x59 0 0", ZERO, ZERO);
    up("new", "a", "_x59 1 1");

    expected.add(new Expected(plain("dark").lost(), List.of(new Sample("{}", 1))));
    for (String channel : List.of("well", "new", "unknown")) {
      expected.add(new Expected(plain(channel).lost(), List.of()));
    }
    check();
  }

  @Test
  void answersAreSlowFromTwiceWhatWasSaidAndAProviderIsExceededByMoreThanItTakes()
      throws Exception {
    connector("well", "a", "0+600x60", "0+540x60", "0+600x60");
    connector("slow", "a", "0+600x60", "0+660x60", "0+600x60");

    expected.add(new Expected(plain("well").slow(), List.of()));
    expected.add(new Expected(plain("slow").slow(), List.of(new Sample("{}", 1.1))));
    Demand little = demand("well", STAFFING, OptionalDouble.of(9), false);
    Demand enough = demand("well", STAFFING, OptionalDouble.of(10), false);
    expected.add(
        new Expected(little.beyondProvider().orElseThrow(), List.of(new Sample("{}", 10))));
    expected.add(new Expected(enough.beyondProvider().orElseThrow(), List.of()));
    assertThat(plain("well").beyondProvider()).isEmpty();
    check();
  }

  private static Demand plain(String channel) {
    return demand(channel, STAFFING, OptionalDouble.empty(), false);
  }

  @Test
  void neitherWhatAPodSaysOfItsSlotsNorItsClockMatters() {
    for (boolean oneQueue : new boolean[] {true, false}) {
      String replicas = demand("chat", STAFFING, OptionalDouble.of(9), oneQueue).replicas();

      assertThat(replicas).doesNotContain("touchpoint_slots", "time()", "timestamp");
    }
  }

  @Test
  void whoAsksForAMomentThatPrometheusHasNotSeenIsToldNothing() throws Exception {
    // As seen two minutes from now by a clock that is ahead.
    connector("ahead", "a", "0+0x58 _ _", ZERO, ZERO);
    up("ahead", "a", each("1"));
    connector("near", "a", "0+0x59 _", ZERO, ZERO);
    up("near", "a", each("1"));

    expected.add(new Expected(plain("ahead").whole(), List.of()));
    expected.add(new Expected(plain("near").whole(), List.of(new Sample("{}", 0))));
    check();
  }

  @Test
  void openSocketsAreAddedUp() throws Exception {
    given.add(new Given(series("touchpoint_connections", "chat", "a"), each("4000")));
    given.add(new Given(series("touchpoint_connections", "chat", "b"), each("4001")));
    given.add(new Given(series("touchpoint_connections", "chat", "c"), each("NaN")));

    expected.add(
        new Expected(
            demand("chat", STAFFING, OptionalDouble.empty(), false).connections(),
            List.of(new Sample("{}", 8001))));
    check();
  }

  private void connector(String channel, String pod, String received, String sum, String count) {
    given.add(new Given(series("touchpoint_messages_received_total", channel, pod), received));
    given.add(new Given(series("touchpoint_service_seconds_sum", channel, pod), sum));
    given.add(new Given(series("touchpoint_service_seconds_count", channel, pod), count));
  }

  private void up(String channel, String pod, String values) {
    for (String endpoint : List.of("internal", "demand")) {
      given.add(
          new Given(
              series("up", channel, pod).replace("}", ",endpoint=\"" + endpoint + "\"}"), values));
    }
  }

  private static String series(String metric, String channel, String pod) {
    return metric
        + "{namespace=\"care\",channel=\"%s\",channel_type=\"WebChat\",pod=\"%s\"}"
            .formatted(channel, pod);
  }

  /** The same every minute of the hour. */
  private static String each(String value) {
    return String.join(" ", Collections.nCopies(61, value));
  }

  private void gives(String channel, double replicas) {
    gives(demand(channel, STAFFING, OptionalDouble.empty(), false), replicas);
  }

  /** Up to the last digits, which the order of additions decides. */
  private void gives(Demand demand, double replicas) {
    expected.add(
        new Expected(
            "abs((%s) - %s) < bool 0.000001".formatted(demand.replicas(), replicas),
            List.of(new Sample("{}", 1))));
  }

  private void givesNothing(String channel) {
    expected.add(
        new Expected(
            demand(channel, STAFFING, OptionalDouble.empty(), false).replicas(), List.of()));
  }

  private static String whole(String channel) {
    return demand(channel, STAFFING, OptionalDouble.empty(), false).whole();
  }

  private static Demand demand(
      String channel, Staffing staffing, OptionalDouble most, boolean oneQueue) {
    return new Demand(
        List.of(Matcher.equal("namespace", "care"), Matcher.equal("channel", channel)),
        staffing,
        SERVICE,
        Duration.ofSeconds(75),
        Duration.ofSeconds(30),
        most,
        oneQueue);
  }

  private void check() throws Exception {
    Expressions.evaluate(given, expected, folder);
  }
}
