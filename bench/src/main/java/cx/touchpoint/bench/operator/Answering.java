package cx.touchpoint.bench.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The other end of {@link Subject}: answers on standard output what standard input asks. */
final class Answering {
  private Answering() {}

  /**
   * Answers until there are no more questions.
   *
   * @param look whether reconciles are to be counted, which takes a scrape of all metrics
   */
  @SuppressWarnings("SystemOut") // the harness reads it
  static void serve(Function<Boolean, Look> look) throws IOException {
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String asked = questions.readLine(); asked != null; asked = questions.readLine()) {
      if (asked.equals("collect")) {
        System.gc();
      }
      System.out.println(look.apply(asked.equals("count")).line());
    }
  }
}
