package cx.touchpoint.operator.overview;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A terminal on which the latest overview stands. */
public final class Redrawn implements Display {

  /** More would scroll the worst out of sight. */
  private static final int MOST_ROWS = 30;

  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  private final PrintWriter out;
  private final OverviewText text;
  private final String place;
  private final DateTimeFormatter time;
  private List<String> last = List.of();

  /** One that shows the overview of a place, with times of a zone. */
  public Redrawn(PrintWriter out, boolean colours, String place, ZoneId zone) {
    this.out = out;
    this.place = place;
    text = new OverviewText(colours, MOST_ROWS);
    time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  @Override
  public void show(Overview overview, Instant now) {
    last = text.lines(overview, place);
    draw(last, "As of " + time.format(now) + ". Ctrl-C ends.");
  }

  @Override
  public void trouble(String why, Instant now) {
    draw(last, "At " + time.format(now) + ": " + why + " Trying again; Ctrl-C ends.");
  }

  private void draw(List<String> lines, String below) {
    var all = new ArrayList<>(lines);
    all.add("");
    all.add(below);
    out.print(HOME);
    all.forEach(it -> out.print(it + REST_OF_LINE + "\n"));
    out.print(REST_OF_SCREEN);
    out.flush();
  }
}
