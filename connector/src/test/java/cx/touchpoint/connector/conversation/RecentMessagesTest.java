package cx.touchpoint.connector.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.connector.MovableTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is remembered of the last minutes, and that it stays bounded. */
class RecentMessagesTest {

  private static final long RECEIVED = 7;

  private final MovableTime time = new MovableTime();
  private final AtomicInteger expired = new AtomicInteger();
  private final RecentMessages recent = new RecentMessages(time::now, expired::incrementAndGet);

  @Test
  void anOutcomeIsRememberedForTenMinutes() {
    end(key(1), answered(1, "hi"));
    time.advance(RecentMessages.REMEMBERED);
    assertThat(recent.see(key(1)).outcome()).isPresent();
    time.advance(Duration.ofSeconds(1));
    assertThat(recent.see(key(1)).before()).isFalse();
  }

  @Test
  void aRefusedMessageMayBeAskedAboutAgainButIsNotNew() {
    end(key(1), new Outcome.Refused(Outcome.Reason.OVERLOADED, Duration.ofSeconds(1)));
    assertThat(recent.see(key(1)).before()).isTrue();
    assertThat(recent.see(key(1)).outcome()).isEmpty();
  }

  @Test
  void theSameIdInAnotherConversationIsAnotherMessage() {
    end(key(1), answered(1, "a secret"));
    assertThat(recent.see(new MessageKey("someone else", "1")).outcome()).isEmpty();
  }

  @Test
  void noMoreThanTheMostAreRemembered() {
    for (int i = 0; i <= RecentMessages.MOST; i++) {
      end(key(i), answered(i, "hi"));
    }
    assertThat(recent.see(key(0)).before()).isFalse();
    assertThat(recent.see(key(1)).before()).isTrue();
  }

  @Test
  void longAnswersAreForgottenSooner() {
    String megabyte = "x".repeat(1024 * 1024);
    for (int i = 0; i < 17; i++) {
      end(key(i), answered(i, megabyte));
    }
    assertThat(recent.see(key(0)).before()).isFalse();
    assertThat(recent.see(key(1)).before()).isTrue();
  }

  @Test
  void anAnswerNobodyFetchedIsCountedWhenItIsForgotten() {
    end(key(1), answered(1, "hi"));
    end(key(2), answered(2, "hi"));
    assertThat(recent.delivered(key(1))).hasValue(RECEIVED);
    assertThat(recent.delivered(key(1))).isEmpty();
    time.advance(Duration.ofMinutes(11));
    recent.forgetOld();
    assertThat(expired).hasValue(1);
  }

  @Test
  void aMessageInProgressIsNeverForgotten() {
    recent.begin(key(1), RECEIVED, new CompletableFuture<>());
    time.advance(Duration.ofHours(1));
    assertThat(recent.see(key(1)).outcome()).isPresent();
  }

  private void end(MessageKey key, Outcome outcome) {
    CompletableFuture<Outcome> future = new CompletableFuture<>();
    recent.begin(key, RECEIVED, future);
    recent.end(key, outcome);
    future.complete(outcome);
  }

  private static MessageKey key(int id) {
    return new MessageKey("c", String.valueOf(id));
  }

  private Outcome answered(int id, String text) {
    Message message = new Message(String.valueOf(id), "c", "hi", time.now(), 0, TraceContext.NONE);
    Answer answer = new Answer(Answer.Author.Automated, List.of(Part.text(text)));
    return new Outcome.Answered(Optional.of(Reply.to(message, answer, time.now())));
  }
}
