package cx.touchpoint.operator.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells under titles, each column as wide as its widest cell. */
public final class Table {

  private static final String GAP = "  ";

  /**
   * A column.
   *
   * @param right whether its cells are numbers, which stand to the right
   */
  public record Column(String title, boolean right) {

    /** One of words. */
    public static Column words(String title) {
      return new Column(title, false);
    }

    /** One of numbers. */
    public static Column numbers(String title) {
      return new Column(title, true);
    }
  }

  /** How a cell stands out where colours are shown. Its text says the same. */
  public enum Accent {
    NONE(""),
    GOOD("32"),
    WARNING("33"),
    BAD("31;1");

    private final String code;

    Accent(String code) {
      this.code = code;
    }
  }

  /** What stands in one column of one row. */
  public record Cell(String text, Accent accent) {

    public Cell {
      text = Printable.of(text);
    }

    /** A text that does not stand out; what is missing is shown as {@code -}. */
    public static Cell of(String text) {
      return new Cell(text.isEmpty() ? "-" : text, Accent.NONE);
    }
  }

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** An empty one. */
  public Table(Column... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row with a cell for each column. */
  public void add(Cell... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    rows.add(List.of(cells));
  }

  /** The titles and the rows, without ends of lines. */
  public List<String> lines(boolean colours) {
    var lines = new ArrayList<String>();
    lines.add(line(columns.stream().map(it -> Cell.of(it.title())).toList(), false));
    rows.forEach(it -> lines.add(line(it, colours)));
    return lines;
  }

  private String line(List<Cell> cells, boolean colours) {
    var line = new StringBuilder();
    for (int index = 0; index < cells.size(); index++) {
      Cell cell = cells.get(index);
      String blanks = " ".repeat(width(index) - length(cell.text()));
      boolean last = index == cells.size() - 1;
      line.append(index == 0 ? "" : GAP)
          .append(columns.get(index).right() ? blanks : "")
          .append(shown(cell, colours))
          .append(columns.get(index).right() || last ? "" : blanks);
    }
    return line.toString();
  }

  private static String shown(Cell cell, boolean colours) {
    return colours && cell.accent() != Accent.NONE
        ? "\u001b[" + cell.accent().code + "m" + cell.text() + "\u001b[0m"
        : cell.text();
  }

  private int width(int column) {
    int widest = length(columns.get(column).title());
    for (List<Cell> row : rows) {
      widest = Math.max(widest, length(row.get(column).text()));
    }
    return widest;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
