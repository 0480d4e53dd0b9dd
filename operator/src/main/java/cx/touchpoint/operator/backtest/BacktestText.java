package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.measure.Percent;
import cx.touchpoint.operator.prometheus.Span;
import cx.touchpoint.operator.text.Table;
import cx.touchpoint.operator.text.Table.Accent;
import cx.touchpoint.operator.text.Table.Cell;
import cx.touchpoint.operator.text.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Scores as people read them. */
public final class BacktestText {

  private final boolean colours;
  private final Slices slices;

  /** Text about a past. */
  public BacktestText(boolean colours, Slices slices) {
    this.colours = colours;
    this.slices = slices;
  }

  /** A title, a table and notes for each. */
  public List<String> lines(List<Score> scores) {
    var lines = new ArrayList<String>();
    for (Score score : scores) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(title(score));
      lines.addAll(table(score).lines(colours));
      lines.add(recorded(score));
      lines.addAll(score.notes());
    }
    return lines;
  }

  private static String title(Score score) {
    return score.objective().namespace()
        + "  "
        + score.objective().slo()
        + (score.channel().isEmpty() ? "" : "  " + score.channel())
        + "  ("
        + score.objective().title()
        + ")";
  }

  private static Table table(Score score) {
    boolean timed = score.steps().stream().anyMatch(it -> it.within().isPresent());
    var columns =
        new ArrayList<>(
            List.of(
                Column.words(" "),
                Column.numbers("OBJECTIVE"),
                Column.numbers("ATTAINMENT"),
                Column.numbers("EVENTS"),
                Column.numbers("BUDGET USED"),
                Column.words("MET")));
    if (timed) {
      columns.add(1, Column.numbers("WITHIN"));
    }
    var table = new Table(columns.toArray(Column[]::new));
    for (Step step : score.steps()) {
      var cells =
          new ArrayList<>(
              List.of(
                  new Cell(step.promised() ? ">" : "", Accent.NONE),
                  Cell.of(step.objective().toString().replace(" ", "")),
                  Cell.of(range(step, step.mostBroken(), step.leastBroken(), Percent::kept)),
                  Cell.of(String.format(Locale.ROOT, "%,.0f", step.events())),
                  Cell.of(range(step, step.leastBudget(), step.mostBudget(), Percent::used)),
                  met(step)));
      if (timed) {
        cells.add(1, Cell.of(step.within().map(it -> new Span(it).toString()).orElse("")));
      }
      table.add(cells.toArray(Cell[]::new));
    }
    return table;
  }

  private static Cell met(Step step) {
    return switch (step.met()) {
      case yes -> new Cell("yes", Accent.GOOD);
      case no -> new Cell("no", Accent.BAD);
      case unclear -> new Cell("unclear", Accent.WARNING);
      case nobody -> Cell.of("");
    };
  }

  private static String range(Step step, double from, double to, DoubleFunction<String> words) {
    if (!step.isKnown()) {
      return "";
    }
    return step.isExact() ? words.apply(from) : words.apply(from) + " to " + words.apply(to);
  }

  private String recorded(Score score) {
    String window = new Span(slices.length().multipliedBy(slices.count())).toString();
    if (score.recorded() == 0) {
      return "Nothing was recorded of it in the last " + window + ".";
    }
    return score.recorded() < 1
        ? "Of %s of the last %s something was recorded; the rest is not in it."
            .formatted(Percent.kept(1 - score.recorded()), window)
        : "Of all of the last " + window + " something was recorded.";
  }
}
