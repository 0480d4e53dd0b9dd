package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec.AllowedNamespaces;
import cx.touchpoint.api.v1alpha1.LabelSelection;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.reference.Selection;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ChannelClasses there are, and which of them a Channel runs under.
 *
 * @param known every usable class
 * @param refused why a class is not usable, by its name
 * @param whereabouts how a person finds out which classes there are, in the words of a message
 */
record Classes(Collection<ChannelClass> known, Map<String, String> refused, String whereabouts) {

  /** A Channel's class, or why it has none. */
  sealed interface Resolution {
    /** The class in force, and what there is to say about it. */
    record Found(ChannelClass channelClass, Verdict verdict) implements Resolution {}

    /** There is none. */
    record Missing(Verdict verdict) implements Resolution {}
  }

  /** The newest is the last; classes of the same second are ordered by name. */
  private static final Comparator<ChannelClass> BY_AGE =
      Comparator.comparing(
              (ChannelClass it) ->
                  Optional.ofNullable(it.getMetadata().getCreationTimestamp()).orElse(""))
          .thenComparing(it -> it.getMetadata().getName());

  /**
   * The class a Channel names, else the newest default among those that admit its namespace.
   *
   * @param labels of the Channel's namespace; empty while they are not known
   */
  Resolution resolve(Channel channel, Optional<Map<String, String>> labels) {
    String namespace = channel.getMetadata().getNamespace();
    var reference = channel.getSpec().classRef();
    return reference == null
        ? ofDefaults(namespace, labels)
        : named(reference.name(), namespace, labels);
  }

  private Resolution named(String name, String namespace, Optional<Map<String, String>> labels) {
    Optional<ChannelClass> named =
        known.stream().filter(it -> it.getMetadata().getName().equals(name)).findFirst();
    if (named.isEmpty()) {
      return missing(name);
    }
    return switch (admission(named.get(), labels)) {
      case Admitted -> found(named.get(), 1);
      case NotAdmitted ->
          new Resolution.Missing(
              Verdict.no(
                  "NamespaceNotAllowed",
                  "spec.classRef: ChannelClass %s does not admit namespace %s; it chooses namespaces by %s. Name another class, or ask the platform team to admit this namespace"
                      .formatted(name, namespace, labelsAskedFor(named.stream().toList()))));
      case NotKnown -> notKnown(namespace, named.stream().toList());
    };
  }

  /** The class of whatever names none in a namespace. */
  Resolution ofDefaults(String namespace, Optional<Map<String, String>> labels) {
    List<ChannelClass> defaults = known.stream().filter(Classes::isDefault).toList();
    if (defaults.stream().anyMatch(it -> admission(it, labels) == Admission.NotKnown)) {
      return notKnown(namespace, defaults);
    }
    List<ChannelClass> admitting =
        defaults.stream().filter(it -> admission(it, labels) == Admission.Admitted).toList();
    if (!admitting.isEmpty()) {
      return found(admitting.stream().max(BY_AGE).orElseThrow(), admitting.size());
    }
    return new Resolution.Missing(
        Verdict.no(
            "NoDefaultClass",
            "spec.classRef is not set and "
                + (defaults.isEmpty()
                    ? "no ChannelClass is annotated " + ChannelClass.DEFAULT_ANNOTATION + "=true"
                    : "no default ChannelClass admits namespace %s; they choose namespaces by %s"
                        .formatted(namespace, labelsAskedFor(defaults)))
                + ". Name a class, or ask the platform team for a default"));
  }

  private enum Admission {
    Admitted,
    NotAdmitted,
    NotKnown
  }

  private static Admission admission(
      ChannelClass channelClass, Optional<Map<String, String>> labels) {
    Optional<LabelSelection> selection = selection(channelClass);
    if (selection.isEmpty()) {
      return Admission.Admitted;
    }
    return labels
        .map(
            it ->
                Selection.chooses(selection.get(), it) ? Admission.Admitted : Admission.NotAdmitted)
        .orElse(Admission.NotKnown);
  }

  /** By which labels a class chooses namespaces; empty when it admits all. */
  static Optional<LabelSelection> selection(ChannelClass channelClass) {
    // A malformed class has no spec; it is told to those who run under it, not to everybody.
    return Optional.ofNullable(channelClass.getSpec())
        .map(ChannelClassSpec::allowedNamespaces)
        .filter(it -> it.from() == AllowedNamespaces.From.Selector)
        .map(AllowedNamespaces::selector);
  }

  private static boolean isDefault(ChannelClass channelClass) {
    var annotations = channelClass.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(ChannelClass.DEFAULT_ANNOTATION));
  }

  private static Resolution found(ChannelClass channelClass, int candidates) {
    String name = "ChannelClass " + channelClass.getMetadata().getName();
    return new Resolution.Found(
        channelClass,
        candidates == 1
            ? Verdict.yes("Resolved", name)
            : Verdict.yes(
                "SeveralDefaults",
                "%s, of %d default classes for this namespace the newest, and by name the last. Name one in spec.classRef, or ask the platform team to leave one the default"
                    .formatted(name, candidates)));
  }

  private Resolution missing(String name) {
    String problem = refused.get(name);
    return new Resolution.Missing(
        problem == null
            ? Verdict.no(
                "ClassNotFound",
                "spec.classRef: there is no ChannelClass %s. It is taken up as soon as it exists (%s)"
                    .formatted(name, whereabouts))
            : Verdict.no(
                "ClassInvalid",
                "spec.classRef: ChannelClass %s cannot be used: %s. It is taken up as soon as the platform team has mended it"
                    .formatted(name, problem)));
  }

  private static Resolution notKnown(String namespace, List<ChannelClass> classes) {
    return new Resolution.Missing(
        Verdict.unknown(
            "NamespaceUnseen",
            "the operator has not seen namespace %s yet, whose class is chosen by %s"
                .formatted(namespace, labelsAskedFor(classes))));
  }

  private static String labelsAskedFor(List<ChannelClass> classes) {
    Set<String> keys = new TreeSet<>();
    classes.forEach(it -> selection(it).ifPresent(wanted -> keys.addAll(Selection.keys(wanted))));
    return (keys.size() == 1 ? "the label " : "the labels ") + String.join(", ", keys);
  }
}
