package cx.touchpoint.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.measure.Answer.Sample;
import cx.touchpoint.operator.measure.Answer.Series;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MeasurementsTest {

  private static final String HERE = "http://here:9090";
  private static final String THERE = "http://there:9090";
  private static final PromiseId UP = PromiseId.ofObjective("care", "up");
  private static final PromiseId FAST = PromiseId.ofTarget("care", "answer", "fast");

  private static final String CHAT = new ChannelId("care", "chat").toString();

  private final SetClock clock = new SetClock();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Map<String, Scripted> all = new HashMap<>();
  private final List<String> news = new ArrayList<>();
  private final Measurements measurements =
      new Measurements(
          address -> {
            if (!address.startsWith("http")) {
              throw new IllegalArgumentException("'" + address + "' is no address");
            }
            return all.computeIfAbsent(address, Scripted::new);
          },
          waiting::add,
          clock,
          Measurements.RHYTHM,
          new News() {
            @Override
            public void stands(PromiseId promise) {
              news.add(promise.slo());
            }

            @Override
            public void turned(ChannelId channel) {
              news.add(channel.toString());
            }

            @Override
            public void reached(String address) {
              news.add(address);
            }
          });

  @Test
  void whatNobodyAskedForIsNotKnown() {
    assertThat(measurements.said(HERE)).isEqualTo(new Said.Nothing());
    assertThat(measurements.said(HERE).last()).isEmpty();
  }

  @Test
  void eachIsAskedAtOnceAndThenInItsRhythm() {
    askAfter(Duration.ZERO, HERE, THERE);
    askAfter(Duration.ofSeconds(29), HERE, THERE);
    assertThat(asked(HERE)).isEqualTo(1);
    askAfter(Duration.ofSeconds(1), HERE, HERE, THERE);
    assertThat(asked(HERE)).isEqualTo(2);
    assertThat(asked(THERE)).isEqualTo(2);
  }

  @Test
  void anAnswerIsKeptWithItsTimeAndToldOfEveryPromiseInIt() {
    at(HERE).says(budget(UP, 0.5), budget(FAST, 1));
    askAfter(Duration.ofSeconds(7), HERE);

    assertThat(news).containsExactlyInAnyOrder(HERE, UP.slo(), FAST.slo(), CHAT);
    assertThat(measurements.said(HERE))
        .isInstanceOfSatisfying(
            Said.Answered.class,
            it -> {
              assertThat(it.at()).isEqualTo(Instant.EPOCH.plusSeconds(7));
              assertThat(it.standings().of(UP)).containsOnlyKeys("chat");
            });
  }

  @Test
  void onlyWhatAStatusWouldShowIsNews() {
    at(HERE).says(budget(UP, 0.51234), budget(FAST, 0.5));
    askAfter(Measurements.RHYTHM, HERE);
    news.clear();

    at(HERE).says(budget(UP, 0.51233), budget(FAST, 0.4));
    askAfter(Measurements.RHYTHM, HERE);
    assertThat(news).containsExactly(FAST.slo());

    at(HERE).says(budget(UP, 0.51233));
    askAfter(Measurements.RHYTHM, HERE);
    // The Channel is not woken for figures that move, but when where it stands is known no longer.
    assertThat(news).containsExactly(FAST.slo(), FAST.slo(), CHAT);
  }

  @Test
  void whatStrainsAChannelIsNewsWhenItBeginsAndWhenItEnds() {
    var strained =
        new Answer.Series(
            Map.of(
                "__name__", "ALERTS",
                "alertname", "TouchpointDownstreamSlow",
                "alertstate", "firing",
                "namespace", "care",
                "channel", "chat"),
            List.of(new Answer.Sample(0, 1)));
    var chat = new ChannelId("care", "chat");
    at(HERE).says(strained);
    askAfter(Measurements.RHYTHM, HERE);
    assertThat(news).containsExactlyInAnyOrder(HERE, chat.toString());
    assertThat(measurements.said(HERE).last().orElseThrow().standings().strains(chat))
        .containsExactly(Strain.DownstreamSlow);

    askAfter(Measurements.RHYTHM, HERE);
    at(HERE).says();
    askAfter(Measurements.RHYTHM, HERE);
    assertThat(news).containsExactlyInAnyOrder(HERE, chat.toString(), chat.toString());
  }

  @Test
  void oneThatIsSlowKeepsNoOtherWaitingAndIsNotAskedTwiceAtATime() {
    measurements.askDue(List.of(HERE));
    Runnable slow = waiting.remove();
    askAfter(Duration.ZERO, HERE, THERE);
    assertThat(asked(THERE)).isEqualTo(1);
    askAfter(Measurements.RHYTHM, HERE, THERE);
    assertThat(asked(THERE)).isEqualTo(2);
    assertThat(asked(HERE)).isZero();
    slow.run();
    askAfter(Measurements.RHYTHM, HERE, THERE);
    assertThat(asked(HERE)).isEqualTo(2);
  }

  @Test
  void aMissedAnswerIsForgivenAndSeveralAreSilenceThatEnds() {
    at(HERE).says(budget(UP, 0.5));
    askAfter(Measurements.RHYTHM, HERE);
    Said.Answered answered = measurements.said(HERE).last().orElseThrow();
    news.clear();

    at(HERE).fails("http://here:9090 did not answer");
    askAfter(Measurements.RHYTHM, HERE);
    askAfter(Measurements.RHYTHM, HERE);
    assertThat(measurements.said(HERE)).isEqualTo(answered);
    assertThat(news).isEmpty();

    askAfter(Measurements.RHYTHM, HERE);
    askAfter(Measurements.RHYTHM, HERE);
    assertThat(measurements.said(HERE))
        .isEqualTo(new Said.Silent("http://here:9090 did not answer", Optional.of(answered)));
    assertThat(news).containsExactly(HERE);

    at(HERE).says(budget(UP, 0.5));
    askAfter(Measurements.RHYTHM, HERE);
    assertThat(measurements.said(HERE)).isInstanceOf(Said.Answered.class);
    assertThat(news).containsExactly(HERE, HERE);
  }

  @Test
  void oneThatNeverAnsweredIsToldAtOnce() {
    at(HERE).fails("http://here:9090 cannot be reached");
    askAfter(Duration.ZERO, HERE);

    assertThat(measurements.said(HERE))
        .isEqualTo(new Said.Silent("http://here:9090 cannot be reached", Optional.empty()));
    assertThat(news).containsExactly(HERE);
  }

  @Test
  void anAddressThatIsNoneIsToldInItsOwnWords() {
    askAfter(Duration.ZERO, "prometheus");

    assertThat(measurements.said("prometheus"))
        .isEqualTo(new Said.Silent("'prometheus' is no address", Optional.empty()));
  }

  @Test
  void aFailureOfOursIsToldAndItIsAskedAgain() {
    at(HERE).breaks = true;
    askAfter(Duration.ZERO, HERE);
    assertThat(measurements.said(HERE))
        .isInstanceOfSatisfying(
            Said.Silent.class, it -> assertThat(it.why()).contains("Please report this."));
    at(HERE).breaks = false;
    askAfter(Measurements.RHYTHM, HERE);
    assertThat(measurements.said(HERE)).isInstanceOf(Said.Answered.class);
  }

  @Test
  void whoIsNoLongerNamedIsForgottenAndItsLateAnswerIsNoNews() {
    at(HERE).says(budget(UP, 0.5));
    measurements.askDue(List.of(HERE));
    measurements.askDue(Set.of());
    runAll();
    assertThat(measurements.said(HERE)).isEqualTo(new Said.Nothing());
    assertThat(news).isEmpty();
  }

  @Test
  void aClockThatIsSetBackSilencesNobody() {
    askAfter(Duration.ofDays(1), HERE);
    askAfter(Duration.ofDays(-1), HERE);
    assertThat(asked(HERE)).isEqualTo(2);
  }

  private Scripted at(String address) {
    return all.computeIfAbsent(address, Scripted::new);
  }

  private int asked(String address) {
    return at(address).asked;
  }

  private void askAfter(Duration pause, String... named) {
    clock.now = clock.now.plus(pause);
    measurements.askDue(List.of(named));
    runAll();
  }

  private void runAll() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private static Series budget(PromiseId promise, double left) {
    return new Series(
        Map.of(
            "__name__",
            "touchpoint:slo:budget_remaining",
            "namespace",
            promise.namespace(),
            "slo",
            promise.slo(),
            "channel",
            "chat"),
        List.of(new Sample(0, left)));
  }

  private static final class Scripted implements Prometheus {
    private final String address;
    private List<Series> series = List.of();
    private @Nullable String failure;
    private boolean breaks;
    private int asked;

    Scripted(String address) {
      this.address = address;
    }

    void says(Series... now) {
      series = List.of(now);
      failure = null;
    }

    void fails(String why) {
      failure = why;
    }

    @Override
    public String address() {
      return address;
    }

    @Override
    public Answer now(String expression) throws Unanswered {
      asked++;
      assertThat(expression).isEqualTo(Standings.EXPRESSION);
      if (breaks) {
        throw new IllegalStateException("broken");
      }
      if (failure != null) {
        throw new Unanswered(failure);
      }
      return new Answer(series, List.of());
    }

    @Override
    public Answer at(String expression, Instant moment) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Answer range(String expression, Instant from, Instant to, Duration step) {
      throw new AssertionError("not asked for");
    }
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
