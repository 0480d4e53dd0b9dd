package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people and pipelines see with kubectl. */
@ExtendWith(WholeCluster.class)
final class KubectlTest {

  @Test
  void kubectlWaitsForTheConditionReady(Cluster cluster) {
    var ran =
        Program.kubectl(cluster)
            .run(
                "wait",
                "--for=condition=Ready",
                "channels.touchpoint.cx",
                "--all",
                "--namespace=" + Cluster.QUICKSTART,
                "--timeout=2m");

    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output())
        .contains("channel.touchpoint.cx/hello-chat condition met")
        .contains("channel.touchpoint.cx/hello-hook condition met");
  }

  @Test
  void theColumnsComeInTheOrderAPersonReads(Cluster cluster) {
    var ran = get(cluster, "channels.touchpoint.cx");

    assertThat(columns(ran))
        .containsExactly("NAME", "TYPE", "READY", "REPLICAS", "ADDRESS", "ATTAINMENT", "AGE");
    assertThat(ran.output().lines().filter(it -> it.startsWith("hello-chat")).findFirst())
        .hasValueSatisfying(
            it ->
                assertThat(it)
                    .matches("hello-chat +WebChat +True +[1-9]\\d* +http\\S+( +[\\d.]+%)? +\\w+"));
  }

  @Test
  void wideColumnsSayWhyInWords(Cluster cluster) {
    var ran = get(cluster, "channels.touchpoint.cx", "--output=wide");

    assertThat(columns(ran))
        .containsExactly(
            "NAME", "TYPE", "READY", "REPLICAS", "ADDRESS", "ATTAINMENT", "MESSAGE", "AGE");
  }

  @Test
  void theShortNameAndTheCategoryNameTheSame(Cluster cluster) {
    assertThat(get(cluster, "tpc", "--output=name").output())
        .isEqualTo(get(cluster, "channels.touchpoint.cx", "--output=name").output())
        .contains("channel.touchpoint.cx/hello-chat");
    assertThat(get(cluster, "touchpoint", "--output=name").output())
        .contains("channel.touchpoint.cx/hello-chat");
  }

  @Test
  void aReadyChannelCarriesNoAbnormalCondition(Cluster cluster) {
    cluster.untilReady(Cluster.QUICKSTART, "hello-chat");

    assertThat(cluster.condition(Cluster.QUICKSTART, "hello-chat", "Stalled")).isEmpty();
    assertThat(cluster.condition(Cluster.QUICKSTART, "hello-chat", "Reconciling")).isEmpty();
  }

  private static Program.Ran get(Cluster cluster, String what, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "get";
    arguments[1] = what;
    arguments[2] = "--namespace=" + Cluster.QUICKSTART;
    System.arraycopy(options, 0, arguments, 3, options.length);
    var ran = Program.kubectl(cluster).run(arguments);
    assertThat(ran.exit()).as(ran.output()).isZero();
    return ran;
  }

  private static String[] columns(Program.Ran ran) {
    return ran.output().lines().findFirst().orElse("").split(" +", -1);
  }
}
