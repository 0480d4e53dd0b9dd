package cx.touchpoint.operator.channel;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment remembers of its pod template from one operator to the next, in annotations.
 *
 * @param generation the Channel's generation that it was last written for
 * @param slot the class in whose slot it took its template
 * @param template names the template it was given, by a digest
 * @param former names the one before
 * @param since when it was given the present one
 */
record TemplateMarks(
    @Nullable String generation,
    @Nullable String slot,
    @Nullable String template,
    @Nullable String former,
    @Nullable String since) {

  static final TemplateMarks NONE = new TemplateMarks(null, null, null, null, null);

  private static final String GENERATION = "touchpoint.cx/generation";
  private static final String SLOT = "touchpoint.cx/rollout-slot";
  private static final String TEMPLATE = "touchpoint.cx/template";
  private static final String FORMER = "touchpoint.cx/former-template";
  private static final String SINCE = "touchpoint.cx/template-since";

  static TemplateMarks of(Deployment live) {
    Map<String, String> annotations = live.getMetadata().getAnnotations();
    return annotations == null
        ? NONE
        : new TemplateMarks(
            annotations.get(GENERATION),
            annotations.get(SLOT),
            annotations.get(TEMPLATE),
            annotations.get(FORMER),
            annotations.get(SINCE));
  }

  /** Written for a generation of the Channel, in a slot or without one. */
  TemplateMarks writtenFor(@Nullable String now, @Nullable String taken) {
    return new TemplateMarks(now, taken, template, former, since);
  }

  /** The template is what it was; one that was never named gets its name. */
  TemplateMarks named(String digest) {
    return new TemplateMarks(generation, slot, digest, former, since);
  }

  /** Another template is given. */
  TemplateMarks given(String digest, Instant now) {
    return new TemplateMarks(
        generation, slot, digest, template, now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** When the present template was given; empty when nobody wrote it down. */
  Optional<Instant> givenAt() {
    try {
      return Optional.ofNullable(since).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty(); // somebody's hand; then it counts as old
    }
  }

  /** Beside the annotations that were planned. */
  Deployment on(Deployment planned) {
    var marks =
        new TreeMap<>(
            Objects.requireNonNullElse(
                planned.getMetadata().getAnnotations(), Map.<String, String>of()));
    put(marks, GENERATION, generation);
    put(marks, SLOT, slot);
    put(marks, TEMPLATE, template);
    put(marks, FORMER, former);
    put(marks, SINCE, since);
    return new DeploymentBuilder(planned)
        .editMetadata()
        .withAnnotations(marks)
        .endMetadata()
        .build();
  }

  private static void put(Map<String, String> marks, String key, @Nullable String value) {
    if (value != null) {
      marks.put(key, value);
    }
  }
}
