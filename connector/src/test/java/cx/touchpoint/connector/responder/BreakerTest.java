package cx.touchpoint.connector.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cx.touchpoint.api.connector.ConnectorConfiguration.Type;
import cx.touchpoint.connector.Exposition;
import cx.touchpoint.connector.MovableTime;
import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.ResponderFailure;
import cx.touchpoint.connector.conversation.TraceContext;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A responder that fails nearly everybody is left alone, and asked by one now and then. */
class BreakerTest {

  private final MovableTime time = new MovableTime();
  private final ConnectorMetrics metrics = new ConnectorMetrics("hello", Type.WebChat);
  private final Breaker breaker = new Breaker("Responder", time.ticks().stopwatch(), metrics);
  private int asked;
  private int roomMeanwhile;
  private @Nullable ResponderFailure failure;

  private final Responder responder =
      (_, _) -> {
        asked++;
        roomMeanwhile = breaker().room();
        if (failure != null) {
          throw failure;
        }
        return Reaction.NOTHING;
      };

  private Breaker breaker() {
    return breaker;
  }

  @Test
  void whoFailsNearlyEverybodyIsLeftAloneForAWhile() throws Exception {
    open();
    assertThat(asked).isEqualTo(Breaker.FEWEST);
    assertThat(breaker.room()).isZero();
    assertThat(counts()).isEqualTo("1 open, 1 times");

    time.advance(Duration.ofSeconds(2));
    ResponderFailure notAsked = fails();
    assertThat(asked).as("nobody asks").isEqualTo(Breaker.FEWEST);
    assertThat(notAsked.isAsked()).isFalse();
    assertThat(notAsked.isRetryable()).isTrue();
    assertThat(notAsked.outcome().retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void afterThePauseOneFindsOutForAll() throws Exception {
    open();
    time.advance(Breaker.PAUSE.plusMillis(1));
    assertThat(breaker.room()).isEqualTo(1);
    assertThat(fails().isAsked()).isTrue();
    assertThat(roomMeanwhile).as("while the one asks").isZero();
    assertThat(breaker.room()).isZero();
    assertThat(counts()).as("it was open all the time").isEqualTo("1 open, 1 times");

    time.advance(Breaker.PAUSE.plusMillis(1));
    failure = null;
    answers();
    assertThat(breaker.room()).isEqualTo(Integer.MAX_VALUE);
    assertThat(counts()).isEqualTo("0 open, 1 times");
  }

  @Test
  void whoRefusesOneMessageIsWell() throws Exception {
    failure = ResponderFailure.refused("It is too long.");
    for (int i = 0; i < 3 * Breaker.LOOKED_AT; i++) {
      assertThat(fails().isAsked()).isTrue();
    }
    assertThat(breaker.room()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void whoFailsSomeStillAnswersOthers() throws Exception {
    for (int i = 0; i < 3 * Breaker.LOOKED_AT; i++) {
      failure = i % 2 == 0 ? ResponderFailure.unavailable("503", Duration.ZERO) : null;
      if (failure == null) {
        answers();
      } else {
        fails();
      }
    }
    assertThat(breaker.room()).isEqualTo(Integer.MAX_VALUE);
    assertThat(counts()).isEqualTo("0 open, 0 times");
  }

  @Test
  void aResponderThatGoesWrongIsAFailureToo() throws Exception {
    Responder broken =
        (_, _) -> {
          throw new IllegalStateException("a defect");
        };
    for (int i = 0; i < Breaker.FEWEST; i++) {
      assertThatThrownBy(() -> breaker.ask(broken, message(), Background.NONE))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(breaker.room()).isZero();
  }

  @Test
  void anotherResponderBeginsAnew() throws Exception {
    open();
    breaker.forget();
    assertThat(breaker.room()).isEqualTo(Integer.MAX_VALUE);
    failure = null;
    answers();
  }

  private void open() throws Exception {
    failure = ResponderFailure.unavailable("503", Duration.ZERO);
    for (int i = 0; i < Breaker.FEWEST; i++) {
      fails();
    }
  }

  private void answers() throws ResponderFailure {
    assertThat(breaker.ask(responder, message(), Background.NONE)).isEqualTo(Reaction.NOTHING);
  }

  private ResponderFailure fails() {
    return catchThrowableOfType(
        ResponderFailure.class, () -> breaker.ask(responder, message(), Background.NONE));
  }

  private String counts() {
    Exposition shown = Exposition.parse(metrics.scrape("text/plain"));
    return "%d open, %d times"
        .formatted(
            (int) shown.value("touchpoint_circuit_open{to=Responder}"),
            (int) shown.value("touchpoint_circuit_openings_total{to=Responder}"));
  }

  private Message message() {
    return new Message("m1", "c1", "Hello", time.now(), 0, TraceContext.NONE);
  }
}
