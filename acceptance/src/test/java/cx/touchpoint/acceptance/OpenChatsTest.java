package cx.touchpoint.acceptance;

import static cx.touchpoint.acceptance.Cluster.QUICKSTART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many customers in conversation, one of them in a real browser, while what serves them is
 * replaced: no message is lost, none answered twice, and the order of each conversation is kept.
 */
@ExtendWith(WholeCluster.class)
final class OpenChatsTest {

  private static final String CHANNEL = "hello-chat";
  private static final int CUSTOMERS = 30;

  /** Set by the script where it gave both images a second tag, with this ending. */
  private static final String SECOND_TAG = "touchpoint.cluster.second-tag";

  private final Cluster cluster;
  private final Release release;
  private final Operators operators;

  OpenChatsTest(Cluster cluster) {
    this.cluster = cluster;
    this.release = Release.noted(cluster);
    this.operators = new Operators(cluster);
    cluster.untilReady(QUICKSTART, CHANNEL);
  }

  @AfterEach
  void theReleaseIsAsItWas() {
    release.restore();
    cluster.untilReady(QUICKSTART, CHANNEL);
    cluster.untilReady(QUICKSTART, "hello-hook");
  }

  @Test
  void anUpgradeOfOperatorAndConnectorsAndTheWayBackLoseNothing() {
    String ending = System.getProperty(SECOND_TAG, "");
    assumeFalse(
        ending.isEmpty(),
        "upgrade with open chats: it needs images of a second tag, which './touchpoint test --cluster' makes");
    whileChatsAreOpen(
        () -> {
          Set<String> former = uids(operators.pods());
          release.upgrade(
              "image.tag=" + release.value("/image/tag") + ending,
              "connector.image.tag=" + release.value("/connector/image/tag") + ending);
          untilConnectorsRun(ending);
          assertThat(uids(operators.pods())).doesNotContainAnyElementsOf(former);
        },
        () -> {
          release.restore();
          untilConnectorsRun(release.value("/connector/image/tag"));
        });
  }

  @Test
  void anOperatorThatIsKilledLosesNothing() {
    whileChatsAreOpen(
        () -> {
          Set<String> former = uids(operators.pods());
          operators.pods().forEach(it -> cluster.client().resource(it).withGracePeriod(0).delete());
          Cluster.until(
              Cluster.ROLLOUT,
              () ->
                  assertThat(operators.pods())
                      .isNotEmpty()
                      .allMatch(it -> Readiness.getInstance().isReady(it))
                      .noneMatch(it -> former.contains(it.getMetadata().getUid())));
        });
  }

  /** As `kubectl drain` does it: every pod is asked to leave until the budget lets it. */
  @Test
  void aDrainedNodeLosesNothing() {
    whileChatsAreOpen(
        () -> {
          List<Pod> pods = cluster.connectors(QUICKSTART, CHANNEL);
          assertThat(pods).hasSize(2);
          assertThat(cluster.evict(pods.getFirst())).as("the first may go").isTrue();
          assertThat(cluster.evict(pods.getLast())).as("the second may go at once too").isFalse();
          Cluster.until(Cluster.ROLLOUT, () -> assertThat(cluster.evict(pods.getLast())).isTrue());
          Cluster.until(
              Cluster.ROLLOUT,
              () -> assertThat(pods).allMatch(it -> cluster.client().resource(it).get() == null));
        });
  }

  private void whileChatsAreOpen(Runnable... changes) {
    String page = cluster.endpoint(QUICKSTART, CHANNEL, "demo");
    try (Browser browser = Browser.open();
        Customers customers =
            Customers.speaking(cluster.base(QUICKSTART, CHANNEL, "demo"), CUSTOMERS)) {
      ChatPage chat = ChatPage.open(browser, page);
      chat.leaveMark();
      chat.say("before");
      for (int i = 0; i < changes.length; i++) {
        changes[i].run();
        chat.say("after " + i);
        customers.untilAnswered(4);
      }
      chat.untilAnswered("after " + (changes.length - 1));

      customers.assertNothingLost();
      assertThat(customers.refusals()).isEmpty();
      assertThat(chat.answers()).isEqualTo(chat.said()).hasSize(1 + changes.length);
      assertThat(chat.isStillTheSamePage()).isTrue();
    }
  }

  /** Waits until all connectors run an image with this ending, and no other is left. */
  private void untilConnectorsRun(String ending) {
    Cluster.until(
        Cluster.ROLLOUT,
        () -> {
          assertThat(
                  cluster
                      .client()
                      .pods()
                      .inNamespace(QUICKSTART)
                      .withLabel("touchpoint.cx/channel")
                      .list()
                      .getItems())
              .hasSize(4)
              .allMatch(it -> it.getSpec().getContainers().getFirst().getImage().endsWith(ending))
              .allMatch(it -> Readiness.getInstance().isReady(it));
          cluster.assertReady(QUICKSTART, CHANNEL);
        });
  }

  private static Set<String> uids(List<Pod> pods) {
    return pods.stream().map(it -> it.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
