package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cx.touchpoint.operator.overview.Display;
import cx.touchpoint.operator.overview.Overview;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class WatchingTest {

  private static final Overview ONE = new Overview(List.of(), List.of(), 1);

  private final List<String> shown = new ArrayList<>();
  private final Deque<Supplier<Overview>> looks = new ArrayDeque<>();
  private final Watching watching =
      new Watching(
          new Display() {
            @Override
            public void show(Overview overview, Instant now) {
              shown.add(overview.channels() + " Channels");
            }

            @Override
            public void trouble(String why, Instant now) {
              shown.add(why);
            }
          },
          InstantSource.fixed(Instant.EPOCH),
          () -> !looks.isEmpty());

  @Test
  void itLooksUntilSomebodyEndsItAndATroubleInBetweenEndsNothing() {
    looks.add(() -> ONE);
    looks.add(WatchingTest::fail);
    looks.add(() -> ONE);
    watching.watch(() -> looks.remove().get());

    assertThat(shown).containsExactly("1 Channels", "it is away", "1 Channels");
  }

  @Test
  void whatNeverWorkedIsNotWaitedFor() {
    looks.add(WatchingTest::fail);
    looks.add(() -> ONE);

    assertThatThrownBy(() -> watching.watch(() -> looks.remove().get()))
        .isInstanceOf(UserError.class);
    assertThat(shown).isEmpty();
  }

  private static Overview fail() {
    throw new UserError("it is away");
  }
}
