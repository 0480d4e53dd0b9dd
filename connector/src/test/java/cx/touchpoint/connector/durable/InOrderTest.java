package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Here the executor is the thread that asks, so everything is over when a call returns. */
class InOrderTest {

  private final InOrder inOrder = new InOrder(Runnable::run);
  private final List<String> begun = new ArrayList<>();

  @Test
  void ofOneNameTheNextBeginsWhenTheFormerHasEnded() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> firstDone = begin("a", "first", first);
    CompletableFuture<String> second = begin("a", "second", CompletableFuture.completedFuture("2"));
    begin("b", "other", CompletableFuture.completedFuture("3"));
    assertThat(begun).containsExactly("first", "other");
    assertThat(second).isNotDone();

    first.complete("1");
    assertThat(begun).containsExactly("first", "other", "second");
    assertThat(firstDone).isCompletedWithValue("1");
    assertThat(second).isCompletedWithValue("2");
  }

  @Test
  void whatFailsOrThrowsHoldsNobodyUp() {
    CompletableFuture<String> failing = new CompletableFuture<>();
    CompletableFuture<String> failed = begin("a", "fails", failing);
    CompletableFuture<String> thrown =
        inOrder.begin(
            "a",
            () -> {
              throw new IllegalStateException("on purpose");
            });
    CompletableFuture<String> last = begin("a", "last", CompletableFuture.completedFuture("3"));
    failing.completeExceptionally(new IllegalStateException("on purpose"));
    assertThat(failed).isCompletedExceptionally();
    assertThat(thrown).isCompletedExceptionally();
    assertThat(last).isCompletedWithValue("3");
  }

  @Test
  void whatThrowsAtOnceLeavesNothingBehind() {
    CompletableFuture<String> thrown =
        inOrder.begin(
            "a",
            () -> {
              throw new IllegalStateException("on purpose");
            });
    assertThat(thrown).isCompletedExceptionally();
    assertThat(begin("a", "next", CompletableFuture.completedFuture("2"))).isDone();
  }

  private CompletableFuture<String> begin(
      String name, String what, CompletableFuture<String> work) {
    return inOrder.begin(
        name,
        () -> {
          begun.add(what);
          return work;
        });
  }
}
