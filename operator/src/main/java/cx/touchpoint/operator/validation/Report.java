package cx.touchpoint.operator.validation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What checking some sources gave.
 *
 * @param files how many sources were read
 * @param objects the objects of ours, accepted or not
 * @param skipped how many objects were of kinds that are not ours
 * @param findings what there is to say, by file and line
 */
public record Report(int files, List<Checked> objects, int skipped, List<Finding> findings) {

  public Report {
    objects = List.copyOf(objects);
    findings =
        findings.stream()
            .distinct()
            .sorted(Comparator.comparing(Finding::file).thenComparingInt(Finding::line))
            .toList();
  }

  /** The same with more findings. */
  public Report with(List<Finding> more) {
    return new Report(
        files, objects, skipped, Stream.concat(findings.stream(), more.stream()).toList());
  }

  /** Findings of one severity. */
  public long count(Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Whether nothing must be changed. */
  public boolean valid() {
    return count(Finding.Severity.Error) == 0;
  }
}
