package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.channel.Classes.Resolution;
import cx.touchpoint.operator.condition.Verdict;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which class a Channel gets, and what it is told when there is none. */
final class ClassesTest {

  private static final Map<String, String> GOLD = Map.of("tier", "gold");

  @Test
  void aNamedClassThatAdmitsTheNamespaceIsTaken() {
    assertThat(resolve(channel("gold"), GOLD, gold("gold", "2026-01-01T00:00:00Z", false)))
        .isEqualTo("gold Resolved: ChannelClass gold");
  }

  @Test
  void aNamedClassThatDoesNotAdmitTheNamespaceIsRefusedWithoutTheValuesItWants() {
    assertThat(
            resolve(
                channel("gold"),
                Map.of("tier", "tin"),
                gold("gold", "2026-01-01T00:00:00Z", false)))
        .isEqualTo(
            "False NamespaceNotAllowed: spec.classRef: ChannelClass gold does not admit namespace"
                + " care; it chooses namespaces by the label tier. Name another class, or ask the"
                + " platform team to admit this namespace");
  }

  @Test
  void ofSeveralDefaultsTheNewestThatAdmitsTheNamespaceWinsAndTheOthersAreMentioned() {
    var all =
        new ChannelClass[] {
          open("old", "2025-01-01T00:00:00Z", true),
          open("new", "2026-01-01T00:00:00Z", true),
          gold("newest", "2026-06-01T00:00:00Z", true),
          open("no-default", "2026-07-01T00:00:00Z", false)
        };

    assertThat(resolve(channel(null), Map.of(), all))
        .startsWith("new SeveralDefaults: ChannelClass new, of 2 default classes");
    assertThat(resolve(channel(null), GOLD, all))
        .startsWith("newest SeveralDefaults: ChannelClass newest, of 3 default classes");
  }

  @Test
  void defaultsOfTheSameSecondAreOrderedByName() {
    assertThat(
            resolve(
                channel(null),
                GOLD,
                open("b", "2026-01-01T00:00:00Z", true),
                open("a", "2026-01-01T00:00:00Z", true)))
        .startsWith("b SeveralDefaults");
  }

  @Test
  void aDefaultForOtherNamespacesIsNoDefault() {
    assertThat(resolve(channel(null), Map.of(), gold("gold", "2026-01-01T00:00:00Z", true)))
        .isEqualTo(
            "False NoDefaultClass: spec.classRef is not set and no default ChannelClass admits"
                + " namespace care; they choose namespaces by the label tier. Name a class, or ask"
                + " the platform team for a default");
  }

  @Test
  void whileTheNamespacesLabelsAreUnknownNothingIsDecidedThatDependsOnThem() {
    var gold = gold("gold", "2026-01-01T00:00:00Z", true);
    var open = open("open", "2025-01-01T00:00:00Z", true);

    assertThat(resolve(channel("gold"), null, gold, open)).startsWith("Unknown NamespaceUnseen");
    assertThat(resolve(channel(null), null, gold, open)).startsWith("Unknown NamespaceUnseen");
    assertThat(resolve(channel("open"), null, gold, open)).startsWith("open Resolved");
  }

  @Test
  void aClassThatIsNotValidIsToldFromOneThatIsNotThere() {
    var classes =
        new Classes(List.of(), Map.of("gold", "spec.exposure: Required value"), "see the release");

    assertThat(said(classes.resolve(channel("gold"), Optional.of(GOLD))))
        .startsWith("False ClassInvalid: spec.classRef: ChannelClass gold cannot be used:")
        .contains("spec.exposure: Required value");
    assertThat(said(classes.resolve(channel("silver"), Optional.of(GOLD))))
        .startsWith("False ClassNotFound: spec.classRef: there is no ChannelClass silver")
        .contains("(see the release)");
  }

  private static String resolve(
      Channel channel,
      @org.jspecify.annotations.Nullable Map<String, String> labels,
      ChannelClass... classes) {
    return said(
        new Classes(List.of(classes), Map.of(), "").resolve(channel, Optional.ofNullable(labels)));
  }

  private static String said(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Found(ChannelClass it, Verdict verdict) ->
          it.getMetadata().getName() + " " + verdict.reason() + ": " + verdict.message();
      case Resolution.Missing(Verdict verdict) ->
          verdict.status() + " " + verdict.reason() + ": " + verdict.message();
    };
  }

  private static Channel channel(@org.jspecify.annotations.Nullable String channelClass) {
    return Serialization.unmarshal(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: Channel
        metadata: {name: support, namespace: care}
        spec: {type: WebChat, %s responder: {type: Echo}}
        """
            .formatted(channelClass == null ? "" : "classRef: {name: %s},".formatted(channelClass)),
        Channel.class);
  }

  private static ChannelClass open(String name, String created, boolean isDefault) {
    return channelClass(name, created, isDefault, "{from: All}");
  }

  private static ChannelClass gold(String name, String created, boolean isDefault) {
    return channelClass(
        name, created, isDefault, "{from: Selector, selector: {matchLabels: {tier: gold}}}");
  }

  private static ChannelClass channelClass(
      String name, String created, boolean isDefault, String allowed) {
    return Serialization.unmarshal(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: ChannelClass
        metadata:
          name: %s
          creationTimestamp: %s
          annotations: {touchpoint.cx/is-default-class: "%s"}
        spec: {allowedNamespaces: %s, exposure: {type: None}}
        """
            .formatted(name, created, isDefault, allowed),
        ChannelClass.class);
  }
}
