package cx.touchpoint.operator.overview;

import cx.touchpoint.operator.text.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file or pipe to which a line is added for whatever has changed. */
public final class Appended implements Display {

  private final PrintWriter out;
  private final PrintWriter err;
  private Overview last = new Overview(List.of(), List.of(), 0);
  private String lastTrouble = "";

  /** One that adds changes to the one and troubles to the other. */
  public Appended(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void show(Overview overview, Instant now) {
    lastTrouble = "";
    var formerRows = new HashSet<>(last.rows());
    overview.rows().stream()
        .filter(it -> !formerRows.contains(it))
        .forEach(it -> print(out, now, words(it)));
    Set<String> places = overview.rows().stream().map(Appended::place).collect(Collectors.toSet());
    last.rows().stream()
        .map(Appended::place)
        .filter(it -> !places.contains(it))
        .forEach(it -> print(out, now, it + " gone"));

    var formerRemarks = new HashSet<>(last.remarks());
    overview.remarks().stream()
        .filter(it -> !formerRemarks.contains(it))
        .forEach(it -> print(out, now, it.title() + " " + it.words()));
    Set<String> subjects =
        overview.remarks().stream().map(Appended::subject).collect(Collectors.toSet());
    last.remarks().stream()
        .filter(it -> !subjects.contains(subject(it)))
        .forEach(it -> print(out, now, subject(it) + "=" + it.status() + " is over"));
    last = overview;
  }

  @Override
  public void trouble(String why, Instant now) {
    if (!why.equals(lastTrouble)) {
      print(err, now, why);
      lastTrouble = why;
    }
  }

  private static String subject(Remark remark) {
    return remark.title() + " " + remark.condition();
  }

  private static String words(Row row) {
    return Stream.of(row.stateWord(), row.attainment(), row.objective(), row.budget())
        .map(it -> it.isEmpty() ? "-" : it)
        .collect(Collectors.joining(" ", place(row) + " ", ""));
  }

  private static String place(Row row) {
    return row.namespace()
        + " "
        + row.promise()
        + " "
        + (row.channel().isEmpty() ? "-" : row.channel());
  }

  private static void print(PrintWriter to, Instant now, String words) {
    to.println(now.truncatedTo(ChronoUnit.SECONDS) + " " + Printable.of(words));
    to.flush();
  }
}
