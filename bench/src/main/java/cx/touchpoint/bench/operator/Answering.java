package cx.touchpoint.bench.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The other end of {@link Subject}: answers on standard output what standard input asks. */
final class Answering {
  private Answering() {}

  /** Answers until there are no more questions. */
  @SuppressWarnings("SystemOut") // the harness reads it
  static void serve(Supplier<Look> look) throws IOException {
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String asked = questions.readLine(); asked != null; asked = questions.readLine()) {
      if (asked.equals("collect")) {
        System.gc();
      }
      System.out.println(look.get().line());
    }
  }
}
