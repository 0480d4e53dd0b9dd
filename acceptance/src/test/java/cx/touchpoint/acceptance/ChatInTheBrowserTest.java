package cx.touchpoint.acceptance;

import static cx.touchpoint.acceptance.Cluster.QUICKSTART;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The quickstart's chat in a real browser, while the pods that serve it come and go. */
@ExtendWith(WholeCluster.class)
final class ChatInTheBrowserTest {

  private static final String CHANNEL = "hello-chat";
  private static final Pattern CONNECTIONS =
      Pattern.compile("(?m)^touchpoint_connections(?:\\{[^}]*})? ([0-9.]+)$");

  private final Browser browser = Browser.open();

  @BeforeEach
  void theChannelIsReady(Cluster cluster) {
    cluster.untilReady(QUICKSTART, CHANNEL);
  }

  @AfterEach
  void theBrowserIsClosedAndTheChannelReadyAgain(Cluster cluster) {
    browser.close();
    cluster.untilReady(QUICKSTART, CHANNEL);
  }

  @Test
  void aCustomerOpensThePageSaysSomethingAndIsAnswered(Cluster cluster) {
    ChatPage page = open(cluster);

    page.say("Hello, are you there? 👋");
    page.untilAnswered("Hello, are you there? 👋");

    assertThat(page.said()).containsExactly("Hello, are you there? 👋");
    assertThat(page.answers()).containsExactly("Hello, are you there? 👋");
  }

  @Test
  void theConversationIsStillThereAfterAReload(Cluster cluster) {
    ChatPage page = open(cluster);
    page.say("before the reload");
    page.untilAnswered("before the reload");

    browser.driver().navigate().refresh();
    page.openChat();
    page.say("after the reload");
    page.untilAnswered("after the reload");

    assertThat(page.said()).containsExactly("before the reload", "after the reload");
    assertThat(page.answers()).containsExactly("before the reload", "after the reload");
  }

  @Test
  void theSamePageGoesOnWhenThePodThatServesItIsDeleted(Cluster cluster) {
    ChatPage page = open(cluster);
    page.leaveMark();
    page.say("Hello! I would like to change my order.");
    page.untilAnswered("Hello! I would like to change my order.");
    Pod serving = serving(cluster).getFirst();

    cluster.client().resource(serving).delete();
    page.say("Are you still there?");
    page.untilAnswered("Are you still there?");
    Cluster.until(
        Cluster.ROLLOUT,
        () -> assertThat(cluster.client().resource(serving).get()).as("the pod is gone").isNull());
    page.say("Thank you.");
    page.untilAnswered("Thank you.");

    assertThat(page.said())
        .containsExactly(
            "Hello! I would like to change my order.", "Are you still there?", "Thank you.");
    assertThat(page.answers())
        .containsExactly(
            "Hello! I would like to change my order.", "Are you still there?", "Thank you.");
    assertThat(page.isStillTheSamePage()).isTrue();
    browser.picture("chat");
  }

  /** Killed at once, and once asked to go, each time with messages on their way. */
  @Test
  void noMessageIsLostAndNoneShownTwiceWhilePodsDieUnderAConversation(Cluster cluster) {
    ChatPage page = open(cluster);
    page.leaveMark();
    List<String> words = IntStream.range(0, 60).mapToObj(it -> "message " + it).toList();
    List<String> ended = new ArrayList<>();
    for (String each : words) {
      page.say(each);
      if (each.equals("message 15")) {
        Pod pod = serving(cluster).getFirst();
        cluster.client().resource(pod).withGracePeriod(0).delete();
        ended.add(pod.getMetadata().getUid());
      }
      if (each.equals("message 40")) {
        Pod pod = serving(cluster).getFirst();
        cluster.client().resource(pod).delete();
        ended.add(pod.getMetadata().getUid());
      }
    }
    page.untilAnswered("message 59");

    assertThat(ended).doesNotHaveDuplicates().hasSize(2);
    assertThat(page.said()).isEqualTo(words);
    assertThat(page.answers()).containsExactlyInAnyOrderElementsOf(words);
    assertThat(page.isStillTheSamePage()).isTrue();
  }

  private ChatPage open(Cluster cluster) {
    return ChatPage.open(browser, cluster.endpoint(QUICKSTART, CHANNEL, "demo"));
  }

  /** The pods that hold a customer's connection now; waits until there is one. */
  private static List<Pod> serving(Cluster cluster) {
    List<Pod> serving = new ArrayList<>();
    Cluster.until(
        Cluster.ROLLOUT,
        () -> {
          serving.clear();
          for (Pod pod : cluster.connectors(QUICKSTART, CHANNEL)) {
            if (connections(cluster, pod) > 0) {
              serving.add(pod);
            }
          }
          assertThat(serving).as("pods that hold a connection").isNotEmpty();
        });
    return serving;
  }

  private static double connections(Cluster cluster, Pod pod) {
    if (!io.fabric8.kubernetes.client.readiness.Readiness.getInstance().isReady(pod)) {
      return 0;
    }
    var matcher = CONNECTIONS.matcher(cluster.internal(pod, "/metrics"));
    assertThat(matcher.find()).as("touchpoint_connections is exported").isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
