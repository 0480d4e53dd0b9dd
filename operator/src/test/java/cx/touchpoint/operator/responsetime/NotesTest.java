package cx.touchpoint.operator.responsetime;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromiseSettings;
import cx.touchpoint.operator.objective.PromiseStatuses.Note;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an author should know of a promise that is reckoned all the same. */
final class NotesTest {

  private static final String TARGET =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: %s, namespace: care}
      spec:
        channels: {names: [support]}
        targets: [{name: %s, phase: %s, within: 2s, objective: %s}]
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: care}
      spec: {type: WebChat, webChat: {demoPage: Served}, responder: {type: Echo}%s}
      """;

  /** Of answers with a mean of 4 s that vary as much, a third comes within 2 s. */
  @ParameterizedTest
  @CsvSource({
    "', load: {serviceTime: 4s}', FirstResponse, 34%, true",
    "', load: {serviceTime: 4s}', FirstResponse, 33%, false",
    "', load: {serviceTime: 4s}', NextResponse, 95%, true",
    "', load: {serviceTime: 4s}', Acknowledge, 95%, false",
    "', load: {serviceTime: 300ms, variation: \"0.5\"}', FirstResponse, 95%, false",
    "'', FirstResponse, 95%, false",
  })
  void aPromiseThatNobodyCanKeepIsTold(
      String load, String phase, String objective, boolean unreachable) {
    List<Note> notes =
        Reachability.of(target("fast", "reply", phase, objective), inputs(CHANNEL.formatted(load)));

    assertThat(notes).hasSize(unreachable ? 1 : 0);
    assertThat(notes)
        .allSatisfy(
            it -> {
              assertThat(it.type()).isEqualTo("TargetUnreachable");
              assertThat(it.verdict().message())
                  .contains("at most 33 % of the answers of support", "4s on average")
                  .containsPattern("Promise \\d+m?s, of which so many come in time");
            });
  }

  @Test
  void twoTargetsThatPromiseTheSameAreTold() {
    ResponseTimeTarget mine = target("fast", "reply", "FirstResponse", "95%");
    ResponseTimeTarget same = target("strict", "reply", "FirstResponse", "99%");
    ResponseTimeTarget other = target("taken", "reply", "Acknowledge", "99%");

    assertThat(Overlaps.of(mine, List.of(other, same), inputs(CHANNEL.formatted(""))))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.verdict().message())
                    .startsWith(
                        "ResponseTimeTarget strict promises FirstResponse too, for support"));
    assertThat(Overlaps.of(mine, List.of(other), inputs(CHANNEL.formatted("")))).isEmpty();
  }

  private static ResponseTimeTarget target(
      String name, String target, String phase, String objective) {
    return OperatorProcess.serialization()
        .unmarshal(TARGET.formatted(name, target, phase, objective), ResponseTimeTarget.class);
  }

  private static PromiseInputs inputs(String channel) {
    return new PromiseInputs(
        List.of(OperatorProcess.serialization().unmarshal(channel, Channel.class)),
        List.of(),
        Set.of(),
        new PromiseSettings(Pace.NORMAL, Optional.empty()));
  }
}
