package cx.touchpoint.operator.overview;

import java.io.PrintWriter;
import java.time.Instant;

/** A pipe to a program: one JSON object on a line whenever anything has changed. */
public final class JsonLines implements Display {

  private final PrintWriter out;
  private final PrintWriter err;
  private String last = "";
  private String lastTrouble = "";

  /** One that adds objects to the one and troubles to the other. */
  public JsonLines(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void show(Overview overview, Instant now) {
    lastTrouble = "";
    String line = OverviewJson.of(overview).toString();
    if (!line.equals(last)) {
      out.println(line);
      out.flush();
      last = line;
    }
  }

  @Override
  public void trouble(String why, Instant now) {
    if (!why.equals(lastTrouble)) {
      err.println(why);
      err.flush();
      lastTrouble = why;
    }
  }
}
