package cx.touchpoint.operator.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the objects of several files say of each other. */
final class References {

  private static final String IS_DEFAULT = "/metadata/annotations/touchpoint.cx~1is-default-class";

  private References() {}

  static List<Finding> findings(List<Checked> objects) {
    var findings = new ArrayList<Finding>();
    twice(objects, findings);
    hosts(objects, findings);
    classes(objects, findings);
    histories(objects, findings);
    defaults(objects, findings);
    findings.addAll(Promises.findings(objects));
    return findings;
  }

  private static void twice(List<Checked> objects, List<Finding> findings) {
    var first = new HashMap<String, Checked>();
    for (Checked object : objects) {
      Checked earlier = first.putIfAbsent(object.title(), object);
      if (earlier != null && !object.document().name().isEmpty()) {
        findings.add(
            object.error(
                "metadata.name",
                object.title()
                    + " stands already in "
                    + earlier.place("metadata.name")
                    + ": keep one of them"));
      }
    }
  }

  private static void hosts(List<Checked> objects, List<Finding> findings) {
    var first = new HashMap<String, Checked>();
    for (Checked channel : of(objects, "Channel")) {
      String host = channel.text("/spec/host");
      Checked earlier = host.isEmpty() ? null : first.putIfAbsent(host, channel);
      if (earlier != null && !earlier.title().equals(channel.title())) {
        findings.add(
            channel.error(
                "spec.host",
                host
                    + " belongs already to "
                    + earlier.title()
                    + " ("
                    + earlier.place("spec.host")
                    + "): choose another host"));
      }
    }
  }

  /** A class may well be on the cluster already, so its absence here is no error. */
  private static void classes(List<Checked> objects, List<Finding> findings) {
    var here = of(objects, "ChannelClass").stream().map(it -> it.document().name()).toList();
    Map<String, List<Checked>> absent = new LinkedHashMap<>();
    for (Checked channel : of(objects, "Channel")) {
      String name = channel.text("/spec/classRef/name");
      if (!name.isEmpty() && !here.contains(name)) {
        absent.computeIfAbsent(name, key -> new ArrayList<>()).add(channel);
      }
    }
    absent.forEach(
        (name, channels) -> {
          String meant = Unknown.meant(name, here);
          String also = channels.size() == 1 ? "" : " (" + channels.size() + " Channels name it)";
          findings.add(
              channels
                  .getFirst()
                  .note(
                      "spec.classRef.name",
                      "no ChannelClass "
                          + name
                          + " in these files"
                          + also
                          + ": "
                          + (meant.isEmpty() ? "the cluster must have it" : meant)));
        });
  }

  /** As with a class; but only one of the Channel's own namespace will do. */
  private static void histories(List<Checked> objects, List<Finding> findings) {
    List<Checked> here = of(objects, "ConversationHistory");
    record Name(String namespace, String name) {}
    Map<Name, List<Checked>> absent = new LinkedHashMap<>();
    for (Checked channel : of(objects, "Channel")) {
      var named = new Name(channel.namespace(), channel.text("/spec/conversationHistoryRef/name"));
      if (!named.name().isEmpty()
          && here.stream()
              .noneMatch(it -> new Name(it.namespace(), it.document().name()).equals(named))) {
        absent.computeIfAbsent(named, key -> new ArrayList<>()).add(channel);
      }
    }
    absent.forEach(
        (named, channels) -> {
          String also = channels.size() == 1 ? "" : " (" + channels.size() + " Channels name it)";
          findings.add(
              channels
                  .getFirst()
                  .note(
                      "spec.conversationHistoryRef.name",
                      "no ConversationHistory %s of namespace %s in these files%s: %s"
                          .formatted(
                              named.name(),
                              named.namespace(),
                              also,
                              instead(named.name(), named.namespace(), here))));
        });
  }

  private static String instead(String name, String namespace, List<Checked> histories) {
    Optional<Checked> elsewhere =
        histories.stream().filter(it -> it.document().name().equals(name)).findFirst();
    if (elsewhere.isPresent()) {
      return "the one of namespace %s (%s) cannot be named from there. One of the same database and tenant in this namespace shares what it knows"
          .formatted(elsewhere.get().namespace(), elsewhere.get().place("metadata.name"));
    }
    String meant =
        Unknown.meant(
            name,
            histories.stream()
                .filter(it -> it.namespace().equals(namespace))
                .map(it -> it.document().name())
                .toList());
    return meant.isEmpty() ? "the cluster must have it" : meant;
  }

  private static void defaults(List<Checked> objects, List<Finding> findings) {
    var classes =
        of(objects, "ChannelClass").stream()
            .filter(it -> it.text(IS_DEFAULT).equals("true"))
            .toList();
    if (classes.size() > 1) {
      for (Checked each : classes) {
        findings.add(
            each.note(
                "metadata.annotations.touchpoint.cx/is-default-class",
                "one of "
                    + classes.size()
                    + " default classes in these files: a cluster takes the newest; keep one"));
      }
    }
  }

  private static List<Checked> of(List<Checked> objects, String kind) {
    return objects.stream().filter(object -> object.kind().equals(kind)).toList();
  }
}
