package cx.touchpoint.operator.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cx.touchpoint.operator.text.Table.Accent;
import cx.touchpoint.operator.text.Table.Cell;
import cx.touchpoint.operator.text.Table.Column;
import org.junit.jupiter.api.Test;

final class TableTest {

  private final Table table =
      new Table(Column.words("NAME"), Column.numbers("SHARE"), Column.words("WORD"));

  @Test
  void wordsStandToTheLeftAndNumbersToTheRight() {
    table.add(Cell.of("a"), Cell.of("5%"), Cell.of("x"));
    table.add(Cell.of("much longer"), Cell.of("100.00%"), Cell.of("yy"));

    assertThat(table.lines(false))
        .containsExactly(
            "NAME           SHARE  WORD", "a                 5%  x", "much longer  100.00%  yy");
  }

  @Test
  void whatIsMissingIsShown() {
    table.add(Cell.of(""), Cell.of(""), Cell.of(""));

    assertThat(table.lines(false).getLast()).isEqualTo("-         -  -");
  }

  @Test
  void coloursAreWrittenOnlyWhereAskedForAndTakeNoRoom() {
    table.add(new Cell("bad", Accent.BAD), Cell.of("1%"), Cell.of("x"));

    assertThat(table.lines(false).getLast()).isEqualTo("bad      1%  x");
    assertThat(table.lines(true).getLast()).isEqualTo("\u001b[31;1mbad\u001b[0m      1%  x");
  }

  @Test
  void whatOthersWroteMovesNoCursorAndHidesNothing() {
    table.add(Cell.of("a\u001b[2Jb"), Cell.of("1\n2"), Cell.of("x\u202ey\u0007"));

    assertThat(table.lines(false).getLast()).isEqualTo("a [2Jb    1 2  xy");
  }

  @Test
  void aRowWithoutACellForEachColumnIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> table.add(Cell.of("a")));
  }
}
