package cx.touchpoint.operator.overview;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverviewTest {

  @Test
  void peopleReadATableWorstFirstAndWhatToLookAt() {
    assertThat(new OverviewText(false, 99).lines(Examples.all(), "namespace care"))
        .containsExactly(
            "NAMESPACE  PROMISE                 CHANNEL  STATE      ATTAINMENT  OBJECTIVE     BUDGET",
            "care       rtt/answer/first-reply  chat     Down                -        95%          -",
            "care       slo/a                   -        Exhausted      99.80%      99.9%  -1000.00%",
            "care       slo/b                   -        Exhausted      99.80%      99.9%  -1000.00%",
            "care       slo/c                   -        Exhausted      99.80%      99.9%  -1000.00%",
            "care       slo/d                   -        Exhausted      99.80%      99.9%  -1000.00%",
            "care       rtt/answer/accept       hook     Exhausted      98.00%        99%   -100.00%",
            "care       rtt/answer/first-reply  hook     Burning        95.10%        95%      2.00%",
            "care       rtt/answer/person       -        Unknown             -        80%          -",
            "care       slo/new                 -        Unknown             -        90%          -",
            "care       rtt/answer/accept       chat     Met           100.00%        99%    100.00%",
            "",
            "Channel care/hook: Ready=False HostTaken: in words",
            "ResponseTimeTarget care/answer: Ready=False NotMeasurable: spec.targets[2]: by Human is"
                + " not measured yet",
            "ServiceLevelObjective care/new: Ready=Unknown: the operator has not looked at it yet."
                + " Does it run, and watch this namespace?",
            "ServiceLevelObjective care/a, ServiceLevelObjective care/b, ServiceLevelObjective"
                + " care/c and 1 more: TargetsMet=Unknown PrometheusUnreachable: http://p cannot be"
                + " reached",
            "",
            "1 Down, 5 Exhausted, 1 Burning, 2 Unknown, 1 Met; 1 of 2 Channels are ready.");
  }

  @Test
  void programsReadNumbersAndNullWhereThereIsNone() {
    var json = OverviewJson.of(Examples.all());

    assertThat(json.path("broken").asBoolean()).isTrue();
    assertThat(json.path("channels").asInt()).isEqualTo(2);
    assertThat(json.path("promises")).hasSize(10);
    assertThat(json.at("/promises/0"))
        .hasToString(
            """
            {"namespace":"care","promise":"rtt/answer/first-reply","channel":"chat","state":"Down",\
            "attainment":null,"objective":95,"budgetRemaining":null}""");
    assertThat(json.at("/promises/1"))
        .hasToString(
            """
            {"namespace":"care","promise":"slo/a","channel":null,"state":"Exhausted",\
            "attainment":99.80,"objective":99.9,"budgetRemaining":-1000.00}""");
    assertThat(json.at("/remarks/0"))
        .hasToString(
            """
            {"kind":"Channel","namespace":"care","name":"hook","condition":"Ready",\
            "status":"False","reason":"HostTaken","message":"in words"}""");
  }

  @Test
  void manyRowsAreCutWhereAskedForAndTheRestIsCounted() {
    assertThat(new OverviewText(false, 2).lines(Examples.all(), "namespace care"))
        .contains("and 8 more, which stand no worse.")
        .filteredOn(it -> it.startsWith("care "))
        .hasSize(2);
  }

  @Test
  void coloursRepeatWhatTheWordSays() {
    assertThat(new OverviewText(true, 99).lines(Examples.all(), "namespace care"))
        .anyMatch(it -> it.contains("\u001b[31;1mExhausted\u001b[0m"));
  }

  @Test
  void nothingIsSaidToBeNothing() {
    var nothing = Overview.of(List.of(), List.of(), List.of());

    assertThat(new OverviewText(false, 99).lines(nothing, "this cluster"))
        .containsExactly(
            "No promises in this cluster: write a ResponseTimeTarget or a ServiceLevelObjective"
                + " (docs/reference/api.md).",
            "",
            "0 of 0 Channels are ready.");
    assertThat(nothing.broken()).isFalse();
    assertThat(OverviewJson.of(nothing))
        .hasToString("{\"broken\":false,\"channels\":0,\"promises\":[],\"remarks\":[]}");
  }

  @Test
  void aPromiseThatNobodyMakesHasNoStateAndComesLast() {
    String nobody =
        """
        kind: ServiceLevelObjective
        metadata: {name: nobody, namespace: care}
        spec: {indicator: {type: Delivery}, objective: 99%}
        status: {promises: [{name: nobody, objective: 99%}]}
        """;
    Overview overview =
        Overview.of(
            List.of(),
            List.of(
                Examples.read(nobody, ServiceLevelObjective.class),
                Examples.read(Examples.NEW, ServiceLevelObjective.class)),
            List.of());

    assertThat(overview.rows()).extracting(Row::state).containsExactly(State.Unknown, null);
    assertThat(overview.broken()).isFalse();
    assertThat(OverviewJson.of(overview).at("/promises/1/state").isNull()).isTrue();
  }

  @Test
  void anObjectThatCannotBeReadIsStillRemarkedOn() {
    var malformed =
        Examples.read(
            "kind: ResponseTimeTarget\nmetadata: {name: a, namespace: care}\n",
            ResponseTimeTarget.class);

    Overview overview = Overview.of(List.of(malformed), List.of(), List.of());

    assertThat(overview.rows()).isEmpty();
    assertThat(overview.remarks()).extracting(Remark::name).containsExactly("a");
  }
}
