package cx.touchpoint.connector.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cx.touchpoint.connector.Configuration;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is said of a configuration that cannot be used: where, what, and what to write. */
class ConfigurationReaderTest {

  @Test
  void aCompleteConfigurationIsRead() throws Exception {
    var read =
        ConfigurationReader.read(
            bytes(
                Configuration.webChat()
                    .http("http://assistant.care.svc/answer", 5_000, true)
                    .promise("first", "FirstResponse", 10_000, 5_000)
                    .json()));
    assertThat(read.promises()).hasSize(1);
    assertThat(read.responder().http()).isNotNull();
  }

  @Test
  void eachProblemNamesTheFieldAndTheRemedy() {
    String good = Configuration.webChat().json();
    assertRefused("", "connector.json");
    assertRefused("null", "connector.json holds null");
    assertRefused("{\"revision\": ", "not valid JSON at line 1, column");
    assertRefused(good + "x", "connector.json");
    assertRefused(
        good.replace("maxConcurrentTurns", "maxConcurentTurns"),
        "maxConcurentTurns is not known to this version. Known here: [");
    assertRefused(
        good.replace("\"WebChat\",", "\"Fax\","), "type: Fax cannot be used. Write one of WebChat");
    assertRefused(
        good.replace("\"type\": \"WebChat\",", ""),
        "type is missing. Write WebChat, InApp, Kiosk or");
    assertRefused(good.replace("\"r1\"", "\"\""), "revision is missing");
    assertRefused(
        good.replace("https://shop.example.com", "https://shop.example.com/path"),
        "webChat.allowedOrigins[0]: https://shop.example.com/path is not an origin. Write scheme://");
    assertRefused(
        Configuration.webChat().block("\"webhook\": null").json(),
        "webChat is missing. Write the block");
    assertRefused(
        Configuration.webChat().block("\"webChat\": {}").json(), "webChat.allowedOrigins is empty");
    assertRefused(Configuration.kiosk(0).json(), "kiosk.resetAfterMillis is 0. Write 1 or more.");
    assertRefused(
        Configuration.kiosk(1).block("\"kiosk\": {\"resetAfterMillis\": 1}").json(),
        "kiosk.allowedOrigins is empty, so no page could open the chat");
    assertRefused(
        Configuration.inApp("null").json(),
        "inApp.signIn is missing. Write the block, since type is InApp.");
    assertRefused(
        Configuration.webChat()
            .block("\"webChat\": {\"demoPage\": true, \"signIn\": {\"issuer\": \"x\"}}")
            .json(),
        "webChat.signIn.audience is missing");
    assertRefused(
        Configuration.webChat()
            .block(
                "\"webChat\": {\"demoPage\": true, \"signIn\": {\"issuer\": \"x\", \"audience\":"
                    + " \"y\", \"jwksUrl\": \"accounts.example.com\"}}")
            .json(),
        "webChat.signIn.jwksUrl: accounts.example.com is not an address to fetch");
    String hook =
        "\"webhook\": {\"authentication\": \"Bearer\", \"attachments\": {\"maxBytes\": %d}}";
    assertRefused(
        Configuration.webhook().block(hook.formatted(716_801)).kept("shop").json(),
        "attachments.maxBytes is 716801. Write 1 to 716800.");
    assertRefused(
        Configuration.webhook().block(hook.formatted(716_800)).json(),
        "attachments need a history, in which files are kept. Write history.");
    assertRefused(
        Configuration.webhook().block("\"webhook\": {}").json(),
        "webhook.authentication is missing. Write Bearer or Hmac.");
    assertRefused(
        Configuration.webhook().block(Configuration.hook("Bearer", "0")).json(),
        "webhook.requestsPerMinute is 0. Write 1 or more");
    assertRefused(
        Configuration.webhook().http("ftp://x/y", 1, false).json(),
        "responder.http.url: ftp://x/y is not an address to post to");
    assertRefused(
        Configuration.webhook().http("http://x/y", 0, false).json(),
        "responder.http.timeoutMillis is 0");
    assertRefused(good.replace("{\"type\": \"Echo\"}", "{}"), "responder.type is missing");
    assertRefused(
        good.replace("{\"type\": \"Echo\"}", "{\"type\": \"Http\"}"), "responder.http is missing");
    assertRefused(
        Configuration.webChat()
            .promise("a", "FirstResponse", 1, 1)
            .promise("a", "FirstResponse", 2, 1)
            .json(),
        "promises[1] repeats target a in phase FirstResponse");
    assertRefused(
        Configuration.webChat().promise("a", "Acknowledge", 0, -1).json(),
        "promises[0].withinMillis is 0. Write 1 or more. promises[0].abandonedAfterMillis is -1");
    assertRefused(
        Configuration.webChat().promise("a", "Resolution", 1, 1).json(),
        "promises[0].phase Resolution needs a history, which knows what is settled. Write history.");
    assertRefused(
        Configuration.webChat().promise("a", "FirstResponse", 1, "Human").json(),
        "promises[0].by needs a history, which knows who has a conversation. Write history.");
    assertRefused(
        Configuration.webChat().kept("shop").promise("a", "Acknowledge", 1, "Human").json(),
        "promises[0].by has no use with phase Acknowledge. Leave it out.");
    assertRefused(
        Configuration.webChat().desked("http://x/y", "http://x/z").json(),
        "responder.http.deskUrl needs a history");
    assertRefused(
        Configuration.webChat().kept("shop").desked("http://x/y", "ftp://x/z").json(),
        "responder.http.deskUrl: ftp://x/z is not an address to post to");
    assertRefused(
        Configuration.webChat().clients(0, "\"10.0.0.0/8\", \"10.0.0.1\", \"a/8\"").json(),
        "clients.connectionsPerAddress is 0. Write 1 to 100000."
            + " clients.trustedProxies[1]: 10.0.0.1 is no block of addresses. Write one such as 10.0.0.0/8 or 2001:db8::/32."
            + " clients.trustedProxies[2]: a/8 is no block of addresses.");
    assertRefused(
        Configuration.webChat().clients(100_001, "").json(),
        "clients.connectionsPerAddress is 100001. Write 1 to 100000.");
    assertRefused(
        good.replace("\"promises\": []", "\"promises\": [null]"),
        "a list holds null. Take it out.");
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> ConfigurationReader.read(bytes(json)))
        .as(json)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
