package cx.touchpoint.operator.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What promises and the Channels of the same files say of each other. */
final class Promises {

  private Promises() {}

  static List<Finding> findings(List<Checked> objects) {
    List<Promise> promises = Promise.of(objects);
    var findings = new ArrayList<Finding>();
    absent(promises, objects, findings);
    choosingNothing(promises, findings);
    findings.addAll(Unmeasured.findings(promises));
    findings.addAll(Overlaps.findings(promises));
    findings.addAll(TimeZones.findings(objects));
    return findings;
  }

  /** A Channel may well be on the cluster already, so its absence here is no error. */
  private static void absent(
      List<Promise> promises, List<Checked> objects, List<Finding> findings) {
    record Name(String namespace, String name) {}
    Map<Name, List<Promise>> absent = new LinkedHashMap<>();
    for (Promise promise : promises) {
      for (String name : promise.names()) {
        if (!promise.knows(name)) {
          absent
              .computeIfAbsent(
                  new Name(promise.object().namespace(), name), key -> new ArrayList<>())
              .add(promise);
        }
      }
    }
    absent.forEach(
        (name, naming) -> {
          Promise promise = naming.getFirst();
          String also = naming.size() == 1 ? "" : " (" + naming.size() + " promises name it)";
          findings.add(
              promise
                  .object()
                  .note(
                      Paths.item("spec.channels.names", promise.names().indexOf(name.name())),
                      "no Channel "
                          + name.name()
                          + " of namespace "
                          + name.namespace()
                          + " in these files"
                          + also
                          + ": "
                          + instead(name.name(), promise, objects)));
        });
  }

  private static String instead(String name, Promise promise, List<Checked> objects) {
    Optional<Checked> elsewhere =
        objects.stream()
            .filter(it -> it.kind().equals("Channel") && it.document().name().equals(name))
            .findFirst();
    if (elsewhere.isPresent()) {
      return "the one of namespace "
          + elsewhere.get().namespace()
          + " ("
          + elsewhere.get().place("metadata.name")
          + ") cannot be chosen from there";
    }
    String meant =
        Unknown.meant(name, promise.around().stream().map(it -> it.document().name()).toList());
    return meant.isEmpty() ? "the cluster must have it" : meant;
  }

  private static void choosingNothing(List<Promise> promises, List<Finding> findings) {
    for (Promise promise : promises) {
      if (promise.names().isEmpty() && promise.channels().isEmpty()) {
        findings.add(
            promise
                .object()
                .note(
                    "spec.channels.selector",
                    "chooses no Channel of namespace "
                        + promise.object().namespace()
                        + " in these files: the cluster must have one with such labels"));
      }
    }
  }
}
