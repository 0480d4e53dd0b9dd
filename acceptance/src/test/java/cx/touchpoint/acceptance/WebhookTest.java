package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The quickstart's webhook, as a system that speaks CloudEvents by the public SDK meets it. */
@ExtendWith(WholeCluster.class)
final class WebhookTest {

  private static final String CHANNEL = "hello-hook";

  @Test
  void anEventInBinaryModeGetsItsAnswer(Cluster cluster) {
    try (Http http = new Http()) {
      CloudEvent sent = Sender.saying("Where is my order?");

      HttpResponse<String> answer = sender(cluster, http).sendBinary(sent);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("ce-type")).hasValue("cx.touchpoint.message.reply");
      assertEchoes(Sender.event(answer), sent, "Where is my order?");
    }
  }

  @Test
  void anEventInStructuredModeGetsItsAnswer(Cluster cluster) {
    try (Http http = new Http()) {
      CloudEvent sent = Sender.saying("Grüße, 您好 👋");

      HttpResponse<String> answer = sender(cluster, http).sendStructured(sent);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type"))
          .hasValueSatisfying(it -> assertThat(it).startsWith("application/cloudevents+json"));
      assertEchoes(Sender.event(answer), sent, "Grüße, 您好 👋");
    }
  }

  @Test
  void everyEventOfABatchGetsItsAnswer(Cluster cluster) {
    try (Http http = new Http()) {
      List<CloudEvent> sent =
          List.of(Sender.saying("first"), Sender.saying("second"), Sender.saying("third"));

      HttpResponse<String> answer = sender(cluster, http).sendBatch(sent);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      List<CloudEvent> answers = Sender.events(answer);
      assertThat(answers).hasSize(3);
      assertEchoes(answers.get(0), sent.get(0), "first");
      assertEchoes(answers.get(1), sent.get(1), "second");
      assertEchoes(answers.get(2), sent.get(2), "third");
    }
  }

  @Test
  void aWrongTokenIsTurnedAwayInEveryMode(Cluster cluster) {
    try (Http http = new Http()) {
      Sender stranger = new Sender(http, url(cluster), "not-the-token");
      CloudEvent event = Sender.saying("let me in");

      assertThat(stranger.sendBinary(event).statusCode()).isEqualTo(401);
      assertThat(stranger.sendStructured(event).statusCode()).isEqualTo(401);
      assertThat(stranger.sendBatch(List.of(event)).statusCode()).isEqualTo(401);
    }
  }

  private static void assertEchoes(CloudEvent answer, CloudEvent sent, String text) {
    assertThat(answer.getType()).isEqualTo("cx.touchpoint.message.reply");
    assertThat(answer.getSubject()).isEqualTo(sent.getSubject());
    assertThat(Sender.data(answer).path("inReplyTo").asText()).isEqualTo(sent.getId());
    assertThat(Sender.data(answer).at("/parts/0/text").asText()).isEqualTo(text);
  }

  /** A system that may send to the quickstart's webhook. */
  static Sender sender(Cluster cluster, Http http) {
    cluster.untilReady(Cluster.QUICKSTART, CHANNEL);
    String token =
        cluster
            .client()
            .secrets()
            .inNamespace(Cluster.QUICKSTART)
            .withName(CHANNEL)
            .require()
            .getData()
            .get("token");
    return new Sender(
        http, url(cluster), new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
  }

  private static URI url(Cluster cluster) {
    return URI.create(cluster.endpoint(Cluster.QUICKSTART, CHANNEL, "webhook"));
  }
}
