package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders that sign their bodies as Standard Webhooks 1.0 says. */
class SignedWebhookTest {

  private static final String BODY =
      """
      {"specversion":"1.0","id":"1","source":"/shop","type":"cx.touchpoint.message.sent",
       "data":{"text":"hi"}}""";

  @TempDir Path directory;
  private final MovableTime time = new MovableTime();
  private RunningConnector connector;

  @BeforeEach
  void start() throws Exception {
    connector =
        RunningConnector.in(directory, time.ticks())
            .configured(Configuration.webhook().block(Configuration.hook("Hmac", "null")).json())
            .with("credentials/hmacKey", RunningConnector.HMAC_KEY)
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    connector.close();
  }

  // The example of the specification's own reference libraries.
  @Test
  void theSignatureOfTheSpecificationsExampleIsTheOneWeCompute() throws Exception {
    assertThat(
            signature(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aBodySignedWithTheKeyIsTaken() throws Exception {
    assertThat(send("msg-1", now(), own("msg-1", now(), BODY), BODY)).isEqualTo(200);
  }

  @Test
  void anyOneOfSeveralSignaturesIsEnough() throws Exception {
    String several = "v1a,AAAA v1,AAAA v1,%%% " + own("msg-1", now(), BODY);
    assertThat(send("msg-1", now(), several, BODY)).isEqualTo(200);
  }

  @Test
  void aChangedBodyIdTimeOrKeyIsRefused() throws Exception {
    String good = own("msg-1", now(), BODY);
    assertThat(send("msg-1", now(), good, BODY.replace("hi", "ha"))).isEqualTo(401);
    assertThat(send("msg-1", now(), good, BODY + " ")).isEqualTo(401);
    assertThat(send("msg-2", now(), good, BODY)).isEqualTo(401);
    assertThat(send("msg-1", now() + 1, good, BODY)).isEqualTo(401);
    String otherKey = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(
            send("msg-1", now(), signature(otherKey, "msg-1", String.valueOf(now()), BODY), BODY))
        .isEqualTo(401);
    assertThat(send("msg-1", now(), "v1,", BODY)).isEqualTo(401);
    assertThat(send("msg-1", now(), good.substring(3), BODY)).isEqualTo(401);
    assertThat(connector.metrics().value("touchpoint_requests_total{outcome=bad_signature}"))
        .isEqualTo(7);
  }

  @Test
  void aRecordedRequestIsWorthlessAfterFiveMinutesAndSoIsOneFromTheFuture() throws Exception {
    long recordedAt = now();
    String good = own("msg-1", recordedAt, BODY);
    time.advance(Duration.ofMinutes(5));
    assertThat(send("msg-1", recordedAt, good, BODY)).isEqualTo(200);
    time.advance(Duration.ofSeconds(1));
    assertThat(send("msg-1", recordedAt, good, BODY)).isEqualTo(401);
    long future = now() + 301;
    assertThat(send("msg-1", future, own("msg-1", future, BODY), BODY)).isEqualTo(401);
  }

  @Test
  void inBinaryModeTheSignedIdAndTheEventsIdMustBeTheSame() throws Exception {
    String data = "{\"text\":\"hi\"}";
    assertThat(binary("msg-1", "msg-1", data)).isEqualTo(200);
    assertThat(binary("msg-1", "msg-2", data)).isEqualTo(400);
  }

  @Test
  void theFormerKeyCountsWhileItIsThere() throws Exception {
    String newKey = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    connector.write("credentials/hmacKeyPrevious", RunningConnector.HMAC_KEY);
    connector.write("credentials/hmacKey", newKey);
    connector.reload();
    assertThat(send("msg-1", now(), own("msg-1", now(), BODY), BODY)).isEqualTo(200);
    assertThat(send("msg-1", now(), signature(newKey, "msg-1", String.valueOf(now()), BODY), BODY))
        .isEqualTo(200);
    connector.delete("credentials/hmacKeyPrevious");
    connector.reload();
    assertThat(send("msg-1", now(), own("msg-1", now(), BODY), BODY)).isEqualTo(401);
  }

  private long now() {
    return time.now().getEpochSecond();
  }

  private int send(String id, long timestamp, String signatures, String body) throws Exception {
    return send(
        request(id, timestamp, signatures)
            .header("Content-Type", "application/cloudevents+json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private int binary(String id, String eventId, String data) throws Exception {
    return send(
        request(id, now(), own(id, now(), data))
            .header("Content-Type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-id", eventId)
            .header("ce-source", "/shop")
            .header("ce-type", "cx.touchpoint.message.sent")
            .POST(HttpRequest.BodyPublishers.ofString(data)));
  }

  private static int send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = RunningConnector.send(request);
    return response.statusCode();
  }

  private HttpRequest.Builder request(String id, long timestamp, String signatures) {
    return HttpRequest.newBuilder(connector.open("/hooks/webhook"))
        .header("webhook-id", id)
        .header("webhook-timestamp", String.valueOf(timestamp))
        .header("webhook-signature", signatures);
  }

  private static String own(String id, long timestamp, String body) throws Exception {
    return signature(RunningConnector.HMAC_KEY, id, String.valueOf(timestamp), body);
  }

  private static String signature(String key, String id, String timestamp, String body)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(key.substring("whsec_".length())), "HmacSHA256"));
    return "v1,"
        + Base64.getEncoder()
            .encodeToString(
                mac.doFinal((id + '.' + timestamp + '.' + body).getBytes(StandardCharsets.UTF_8)));
  }
}
