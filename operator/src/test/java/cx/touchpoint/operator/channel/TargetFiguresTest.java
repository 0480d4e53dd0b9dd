package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.api.v1alpha1.ChannelStatus.TargetStanding;
import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.PromiseId;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.Standings;
import cx.touchpoint.operator.measure.WriteRhythm;
import cx.touchpoint.operator.responsetime.OwnTarget;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TargetFiguresTest {

  private static final Optional<String> ASKED = Optional.of("http://prometheus:9090");
  private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");
  private static final OwnTarget FAST = target("fast");
  private static final OwnTarget KIND = target("kind");

  @Test
  void theWorstStandsFirstAndGivesTheAttainment() {
    var told = figures(says(standing("fast", 0.01, 0.8), standing("kind", 0.2, -1)), null);

    assertThat(told.figures())
        .isEqualTo(
            new ChannelFigures(
                "80.00%",
                List.of(
                    new TargetStanding("answer/kind", State.Exhausted, "95%", "80.00%", "-100.00%"),
                    new TargetStanding("answer/fast", State.Met, "95%", "99.00%", "80.00%")),
                NOW.toString()));
    assertThat(told.lookAgain()).isEmpty();
  }

  @Test
  void newFiguresWaitUntilTheLastAreFiveMinutesOld() {
    ChannelFigures written = written(Duration.ofMinutes(2));
    var soon = figures(says(standing("fast", 0.01, 0.8), standing("kind", 0.3, -2)), written);
    assertThat(soon.figures()).isEqualTo(written);
    assertThat(soon.lookAgain()).contains(Duration.ofMinutes(3));

    var later =
        figures(
            says(standing("fast", 0.01, 0.8), standing("kind", 0.3, -2)),
            written(Duration.ofMinutes(5)));
    assertThat(later.figures().attainment()).isEqualTo("70.00%");
  }

  @Test
  void anOperatorThatHasJustStartedLeavesWhatStandsThere() {
    ChannelFigures written = written(Duration.ofHours(2));
    assertThat(figures(new Said.Nothing(), written).figures()).isEqualTo(written);
    assertThat(figures(new Said.Silent("down", Optional.empty()), written).figures())
        .isEqualTo(written);
  }

  @Test
  void whatIsPromisedNoLongerGoesAtOnceAndWhatIsNewComesAtOnce() {
    ChannelFigures written = written(Duration.ofMinutes(1));
    assertThat(of(new Said.Nothing(), written, List.of(FAST)).figures().targets())
        .extracting(TargetStanding::name)
        .containsExactly("answer/fast");
    assertThat(of(new Said.Nothing(), written, List.of()).figures()).isEqualTo(ChannelFigures.NONE);

    var three = List.of(FAST, KIND, target("new"));
    assertThat(of(says(standing("fast", 0.01, 0.8)), written, three).figures().targets())
        .extracting(TargetStanding::name)
        .containsExactlyInAnyOrder("answer/fast", "answer/kind", "answer/new");
  }

  @Test
  void ofWhatPrometheusDoesNotKnowYetNothingIsWritten() {
    assertThat(figures(says(), null).figures()).isEqualTo(ChannelFigures.NONE);
  }

  @Test
  void aStatusHasRoomForTen() {
    List<OwnTarget> many = IntStream.range(0, 12).mapToObj(it -> target("t" + it)).toList();
    Answer.Series[] all =
        IntStream.range(0, 12)
            .boxed()
            .flatMap(it -> standing("t" + it, it / 100.0, 0.5 - it / 100.0))
            .toArray(Answer.Series[]::new);
    List<TargetStanding> shown = of(says(Stream.of(all)), null, many).figures().targets();
    assertThat(shown).hasSize(10);
    assertThat(shown.getFirst().name()).isEqualTo("answer/t11");
  }

  private static OwnTarget target(String name) {
    return new OwnTarget("answer/" + name, PromiseId.ofTarget("care", "answer", name), "95%");
  }

  private static ChannelFigures written(Duration ago) {
    return new ChannelFigures(
        "80.00%",
        List.of(
            new TargetStanding("answer/kind", State.Exhausted, "95%", "80.00%", "-100.00%"),
            new TargetStanding("answer/fast", State.Met, "95%", "99.00%", "80.00%")),
        NOW.minus(ago).toString());
  }

  private static TargetFigures.Told figures(Said said, @Nullable ChannelFigures written) {
    return of(said, written, List.of(FAST, KIND));
  }

  private static TargetFigures.Told of(
      Said said, @Nullable ChannelFigures written, List<OwnTarget> targets) {
    var channel = new Channel();
    channel.setMetadata(new ObjectMetaBuilder().withNamespace("care").withName("chat").build());
    if (written != null) {
      channel.setStatus(
          new ChannelStatus(
              1L,
              "standard",
              1,
              1,
              null,
              null,
              List.of(),
              written.attainment(),
              written.targets(),
              written.measuredAt(),
              List.of()));
    }
    return new TargetFigures(
            address -> said, new WriteRhythm(WriteRhythm.PAUSE), Clock.fixed(NOW, ZoneOffset.UTC))
        .of(channel, ASKED, targets);
  }

  @SafeVarargs
  private static Said says(Stream<Answer.Series>... standings) {
    return new Said.Answered(
        Standings.of(new Answer(Stream.of(standings).flatMap(it -> it).toList(), List.of())), NOW);
  }

  private static Stream<Answer.Series> standing(String target, double broken, double budget) {
    return Stream.of(
        series("touchpoint:slo_errors:ratio_period", target, broken),
        series("touchpoint:slo:budget_remaining", target, budget),
        series("touchpoint:slo:data_state", target, 0));
  }

  private static Answer.Series series(String name, String target, double value) {
    return new Answer.Series(
        Map.of(
            "__name__",
            name,
            "namespace",
            "care",
            "channel",
            "chat",
            "slo",
            "rtt/answer/" + target),
        List.of(new Answer.Sample(0, value)));
  }
}
