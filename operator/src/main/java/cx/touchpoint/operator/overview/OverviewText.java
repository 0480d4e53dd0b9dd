package cx.touchpoint.operator.overview;

import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.operator.text.Printable;
import cx.touchpoint.operator.text.Table;
import cx.touchpoint.operator.text.Table.Accent;
import cx.touchpoint.operator.text.Table.Cell;
import cx.touchpoint.operator.text.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An overview as people read it: a table, what to look at, and a line that sums up. */
public final class OverviewText {

  /** So many objects with the same trouble are named; it is one trouble. */
  private static final int NAMED = 3;

  private final boolean colours;
  private final int mostRows;

  /**
   * Text of a certain form.
   *
   * @param mostRows after so many rows the rest is only counted: they stand better
   */
  public OverviewText(boolean colours, int mostRows) {
    this.colours = colours;
    this.mostRows = mostRows;
  }

  /**
   * The lines.
   *
   * @param place whose overview it is: {@code namespace care} or {@code this cluster}
   */
  public List<String> lines(Overview overview, String place) {
    var lines = new ArrayList<String>();
    if (overview.rows().isEmpty()) {
      lines.add(
          "No promises in "
              + place
              + ": write a ResponseTimeTarget or a ServiceLevelObjective (docs/reference/api.md).");
    } else {
      lines.addAll(table(overview.rows()).lines(colours));
      int more = overview.rows().size() - mostRows;
      if (more > 0) {
        lines.add("and " + more + " more, which stand no worse.");
      }
    }
    remarks(overview.remarks(), lines);
    lines.add("");
    lines.add(summary(overview));
    return lines;
  }

  private Table table(List<Row> rows) {
    var table =
        new Table(
            Column.words("NAMESPACE"),
            Column.words("PROMISE"),
            Column.words("CHANNEL"),
            Column.words("STATE"),
            Column.numbers("ATTAINMENT"),
            Column.numbers("OBJECTIVE"),
            Column.numbers("BUDGET"));
    rows.stream()
        .limit(mostRows)
        .forEach(
            it ->
                table.add(
                    Cell.of(it.namespace()),
                    Cell.of(it.promise()),
                    Cell.of(it.channel()),
                    it.state() == null ? Cell.of("") : new Cell(it.stateWord(), accent(it.state())),
                    Cell.of(it.attainment()),
                    Cell.of(it.objective()),
                    Cell.of(it.budget())));
    return table;
  }

  private static Accent accent(State state) {
    return switch (state) {
      case Down, Exhausted -> Accent.BAD;
      case Burning, NotMeasured -> Accent.WARNING;
      case Met -> Accent.GOOD;
      case Unknown, Idle -> Accent.NONE;
    };
  }

  /** The same words about many objects are said once. */
  private static void remarks(List<Remark> remarks, List<String> lines) {
    var byWords =
        remarks.stream()
            .collect(Collectors.groupingBy(Remark::words, LinkedHashMap::new, Collectors.toList()));
    if (!byWords.isEmpty()) {
      lines.add("");
    }
    byWords.forEach(
        (words, about) -> {
          int more = about.size() - NAMED;
          String whom =
              about.stream().limit(NAMED).map(Remark::title).collect(Collectors.joining(", "));
          lines.add(Printable.of(whom + (more > 0 ? " and " + more + " more" : "") + ": " + words));
        });
  }

  private static String summary(Overview overview) {
    long unready =
        overview.remarks().stream()
            .filter(it -> it.kind().equals("Channel") && it.condition().equals("Ready"))
            .count();
    String channels =
        "%d of %d Channels are ready".formatted(overview.channels() - unready, overview.channels());
    String states =
        Arrays.stream(State.values())
            .map(it -> counted(overview, it))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(", "));
    return states.isEmpty() ? channels + "." : states + "; " + channels + ".";
  }

  private static String counted(Overview overview, @Nullable State state) {
    long count = overview.rows().stream().filter(it -> it.state() == state).count();
    return count == 0 ? "" : count + " " + state;
  }
}
