package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProgressLinesTest {

  private Instant now = Instant.EPOCH;

  @Test
  void onlyWhoHasBegunToWaitIsToldHowFarItIs() {
    var err = new StringWriter();
    var progress = new ProgressLines(new PrintWriter(err), () -> now);
    for (int done = 1; done <= 10; done++) {
      now = now.plusMillis(700);
      progress.answered(done, 10);
    }

    assertThat(err.toString())
        .isEqualTo(
            """
            Prometheus has answered 3 of 10 questions ...
            Prometheus has answered 6 of 10 questions ...
            Prometheus has answered 9 of 10 questions ...
            """);
  }

  @Test
  void whoExportsIsToldWhatIsHere() {
    var err = new StringWriter();
    var progress = new ProgressLines(new PrintWriter(err), () -> now);
    progress.read(200);
    now = now.plusSeconds(2);
    progress.read(400);
    now = now.plusSeconds(2);
    progress.fetched(0, 3, 1_500_000, 20_000_000);
    now = now.plusSeconds(2);
    progress.fetched(3, 3, 20_000_000, 20_000_000);

    assertThat(err.toString())
        .isEqualTo(
            """
            read 400 messages ...
            fetched 0 of 3 files, 1.5 MB of 20.0 MB ...
            """);
  }
}
