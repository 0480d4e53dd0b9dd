package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responders over https: whom the connector trusts, and through which proxy it goes. */
class HttpsResponderTest {

  @TempDir static Path keys;
  private static Authority authority;
  private static Authority another;

  @TempDir Path directory;

  @BeforeAll
  static void makeAuthorities() throws Exception {
    authority = Authority.in(keys.resolve("one"));
    another = Authority.in(keys.resolve("another"));
  }

  @Test
  void anAuthorityNobodyKnowsIsNotTrusted() throws Exception {
    try (ScriptedResponder responder = responder();
        RunningConnector connector = connector(Configuration.webhook(), responder.url())) {
      assertThat(ask(connector, "1")).isEqualTo(503);
      assertThat(responder.asked()).isEmpty();
      assertThat(ready(connector)).isEqualTo(200);
    }
  }

  @Test
  void theBundlesAuthoritiesAreTrustedAsSoonAsTheyAreThereAndJavasOwnStay() throws Exception {
    Files.createDirectories(directory.resolve("ca"));
    try (ScriptedResponder responder = responder();
        RunningConnector connector = connector(Configuration.webhook(), responder.url())) {
      assertThat(ready(connector)).isEqualTo(503);
      assertThat(bundle(connector).path("state").asText()).isEqualTo("Missing");
      assertThat(ask(connector, "1")).isEqualTo(503);

      connector.with("ca/ca.crt", another.pem() + authority.pem()).reload();
      assertThat(bundle(connector).path("state").asText()).isEqualTo("Valid");
      assertThat(ready(connector)).isEqualTo(200);
      assertThat(ask(connector, "1")).isEqualTo(200);
      assertThat(connector.reload()).isFalse();
    }
  }

  @Test
  void anotherBundleTakesOverWithoutARestart() throws Exception {
    Files.createDirectories(directory.resolve("ca"));
    try (ScriptedResponder responder = responder();
        RunningConnector connector = connector(Configuration.webhook(), responder.url())) {
      connector.with("ca/ca.crt", authority.pem()).reload();
      assertThat(ask(connector, "1")).isEqualTo(200);
      connector.with("ca/ca.crt", another.pem()).reload();
      assertThat(ask(connector, "2")).isEqualTo(503);
      connector.with("ca/ca.crt", authority.pem()).reload();
      assertThat(ask(connector, "2")).isEqualTo(200);
    }
  }

  @Test
  void aBundleThatTurnsBadOrVanishesIsReportedWhileTheLastGoodOneServes() throws Exception {
    Files.createDirectories(directory.resolve("ca"));
    try (ScriptedResponder responder = responder();
        RunningConnector connector = connector(Configuration.webhook(), responder.url())) {
      connector.with("ca/ca.crt", authority.pem()).reload();
      for (String bad :
          new String[] {"", "no certificate at all", authority.pem().replace("MII", "???")}) {
        connector.with("ca/ca.crt", bad).reload();
        assertThat(bundle(connector).path("state").asText()).as(bad).isEqualTo("Invalid");
        assertThat(bundle(connector).path("message").asText()).contains("PEM");
        assertThat(ready(connector)).isEqualTo(200);
        assertThat(ask(connector, "1" + bad.length())).isEqualTo(200);
      }
      connector.delete("ca/ca.crt");
      connector.reload();
      assertThat(bundle(connector).path("state").asText()).isEqualTo("Missing");
      assertThat(ask(connector, "2")).isEqualTo(200);
    }
  }

  @Test
  void aChannelWithoutHttpsNeedsNoBundle() throws Exception {
    Files.createDirectories(directory.resolve("ca"));
    try (ScriptedResponder plain = new ScriptedResponder(ScriptedResponder.saying("Hello!"));
        RunningConnector connector = connector(Configuration.webhook(), plain.url())) {
      assertThat(ready(connector)).isEqualTo(200);
      assertThat(bundle(connector).isMissingNode()).isTrue();
      assertThat(ask(connector, "1")).isEqualTo(200);
    }
  }

  @Test
  void anHttpsResponderIsReachedThroughTheProxyByTheNameItHas() throws Exception {
    Files.createDirectories(directory.resolve("ca"));
    try (ScriptedResponder responder = responder();
        ConnectProxy proxy = new ConnectProxy(responder.port());
        RunningConnector connector =
            connector(
                Configuration.webhook().proxied(proxy.port(), "\"127.0.0.1\""),
                "https://assistant.invalid/answer")) {
      connector.with("ca/ca.crt", authority.pem()).reload();
      assertThat(ask(connector, "1")).isEqualTo(200);
      assertThat(proxy.asked()).containsExactly("CONNECT assistant.invalid:443 HTTP/1.1");
    }
  }

  @Test
  void hostsOfNoProxyAndPlainHttpAreReachedWithoutIt() throws Exception {
    Files.createDirectories(directory.resolve("ca"));
    try (ScriptedResponder responder = responder();
        ScriptedResponder plain = new ScriptedResponder(ScriptedResponder.saying("Hello!"));
        ConnectProxy proxy = new ConnectProxy(0);
        RunningConnector connector =
            connector(
                Configuration.webhook().proxied(proxy.port(), "\"127.0.0.0/8\""),
                responder.url())) {
      connector.with("ca/ca.crt", authority.pem()).reload();
      assertThat(ask(connector, "1")).isEqualTo(200);
      connector
          .configured(
              Configuration.webhook()
                  .revision("r2")
                  .proxied(proxy.port(), "")
                  .http(plain.url(), 5_000, false)
                  .json())
          .reload();
      assertThat(ask(connector, "2")).isEqualTo(200);
      assertThat(proxy.asked()).isEmpty();
      assertThat(plain.asked()).hasSize(1);
    }
  }

  @Test
  void anotherProxyTakesOverWithoutARestartAndOneThatRefusesIsAFailureThatMayPass()
      throws Exception {
    Files.createDirectories(directory.resolve("ca"));
    try (ScriptedResponder responder = responder();
        ConnectProxy refusing = new ConnectProxy(0);
        ConnectProxy proxy = new ConnectProxy(responder.port());
        RunningConnector connector =
            connector(Configuration.webhook().proxied(refusing.port(), ""), responder.url())) {
      connector.with("ca/ca.crt", authority.pem()).reload();
      assertThat(ask(connector, "1")).isEqualTo(503);
      assertThat(refusing.asked()).isNotEmpty();
      connector
          .configured(
              Configuration.webhook()
                  .revision("r2")
                  .proxied(proxy.port(), "")
                  .http(responder.url(), 5_000, false)
                  .json())
          .reload();
      assertThat(ask(connector, "1")).isEqualTo(200);
      assertThat(proxy.asked()).hasSize(1);
    }
  }

  private static ScriptedResponder responder() throws Exception {
    return new ScriptedResponder(ScriptedResponder.saying("Hello!"), authority.server());
  }

  private RunningConnector connector(Configuration configuration, String url) throws Exception {
    return RunningConnector.in(directory)
        .configured(configuration.http(url, 5_000, false).json())
        .with("credentials/token", RunningConnector.TOKEN)
        .start();
  }

  private static int ask(RunningConnector connector, String id) throws Exception {
    return RunningConnector.send(
            HttpRequest.newBuilder(connector.open("/hooks/webhook"))
                .header("Authorization", "Bearer " + RunningConnector.TOKEN)
                .header("Content-Type", "application/cloudevents+json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"specversion":"1.0","id":"%s","source":"/shop",
                         "type":"cx.touchpoint.message.sent","data":{"text":"x"}}"""
                            .formatted(id))))
        .statusCode();
  }

  private static int ready(RunningConnector connector) throws Exception {
    return RunningConnector.get(connector.internal("/readyz")).statusCode();
  }

  private static JsonNode bundle(RunningConnector connector) throws Exception {
    JsonNode status =
        new ObjectMapper().readTree(RunningConnector.get(connector.internal("/status")).body());
    for (JsonNode credential : status.path("credentials")) {
      if (credential.path("source").asText().equals("CaBundle")) {
        return credential;
      }
    }
    return status.path("no such");
  }
}
