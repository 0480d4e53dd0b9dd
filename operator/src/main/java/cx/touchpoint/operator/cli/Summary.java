package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.validation.Finding.Severity;
import cx.touchpoint.operator.validation.Report;

/**
 * One line at the end: {@code 3 objects in 2 files: 1 error, 2 notes (4 of other kinds skipped)}.
 */
final class Summary {

  private Summary() {}

  static String of(Report report) {
    long errors = report.count(Severity.Error);
    long notes = report.count(Severity.Note);
    return counted(report.objects().size(), "object")
        + " in "
        + counted(report.files(), "file")
        + ": "
        + (errors == 0 ? "no errors" : counted(errors, "error"))
        + (notes == 0 ? "" : ", " + counted(notes, "note"))
        + (report.skipped() == 0 ? "" : " (" + report.skipped() + " of other kinds skipped)");
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
