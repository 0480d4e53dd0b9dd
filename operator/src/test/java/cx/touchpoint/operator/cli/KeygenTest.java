package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.operator.validation.Documents;
import cx.touchpoint.operator.validation.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeygenTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aWebChatGetsASessionKeyOf32Bytes() {
    JsonNode secret = only(CommandRun.of("keygen", "hello", "-n", "care", "--type", "WebChat"));

    assertThat(secret.at("/kind").asText()).isEqualTo("Secret");
    assertThat(secret.at("/metadata/name").asText()).isEqualTo("hello");
    assertThat(secret.at("/metadata/namespace").asText()).isEqualTo("care");
    assertThat(secret.at("/metadata/labels/touchpoint.cx~1channel").asText()).isEqualTo("hello");
    assertThat(Base64.getDecoder().decode(secret.at("/stringData/sessionKey").asText()))
        .hasSize(32);
    assertThat(secret.at("/stringData")).hasSize(1);
  }

  @Test
  void anAppAndAKioskGetASessionKeyToo() {
    only(CommandRun.of("keygen", "lobby", "--type", "Kiosk"))
        .at("/stringData")
        .required("sessionKey");
    JsonNode secret = only(CommandRun.of("keygen", "app", "--type", "InApp"));

    assertThat(Base64.getDecoder().decode(secret.at("/stringData/sessionKey").asText()))
        .hasSize(32);
    assertThat(secret.at("/stringData")).hasSize(1);
  }

  @Test
  void aWebhookGetsABearerTokenOrAStandardWebhooksKey() {
    JsonNode bearer = only(CommandRun.of("keygen", "hook", "--type", "Webhook"));
    JsonNode hmac =
        only(CommandRun.of("keygen", "hook", "--type", "Webhook", "--authentication", "Hmac"));

    assertThat(bearer.at("/stringData/token").asText()).matches("[A-Za-z0-9_-]{43}");
    assertThat(bearer.at("/metadata").has("namespace")).isFalse();
    String key = hmac.at("/stringData/hmacKey").asText();
    assertThat(key).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(key.substring("whsec_".length()))).hasSize(32);
  }

  @Test
  void noTwoKeysAreAlike() {
    assertThat(CommandRun.of("keygen", "a", "--type", "WebChat").out())
        .isNotEqualTo(CommandRun.of("keygen", "a", "--type", "WebChat").out());
  }

  @Test
  void aFileSaysWhatEachOfItsChannelsNeeds() throws IOException {
    Path file =
        file(
            """
            apiVersion: touchpoint.cx/v1alpha1
            kind: Channel
            metadata: {name: chat, namespace: care}
            spec: {type: WebChat, webChat: {demoPage: Served}, responder: {type: Echo}, credentials: {secretRef: {name: keys}}}
            ---
            apiVersion: touchpoint.cx/v1alpha1
            kind: Channel
            metadata: {name: hook}
            spec: {type: Webhook, webhook: {authentication: Hmac}, responder: {type: Echo}}
            """);

    List<JsonNode> secrets = secrets(CommandRun.of("keygen", "-f", file.toString(), "-n", "shop"));

    assertThat(secrets)
        .extracting(it -> it.at("/metadata/name").asText())
        .containsExactly("keys", "hook");
    assertThat(secrets)
        .extracting(it -> it.at("/metadata/namespace").asText())
        .containsExactly("care", "shop");
    assertThat(secrets.get(0).at("/stringData").has("sessionKey")).isTrue();
    assertThat(secrets.get(1).at("/stringData").has("hmacKey")).isTrue();
  }

  @Test
  void rotatingKeepsTheFormerKeyBesideTheNewOne() throws IOException {
    String former = Base64.getEncoder().encodeToString("former".getBytes());
    Path file = file("kind: Secret\ndata: {token: " + former + "}\n");

    JsonNode secret =
        only(CommandRun.of("keygen", "hook", "--type", "Webhook", "--rotate", file.toString()));

    assertThat(secret.at("/stringData/tokenPrevious").asText()).isEqualTo("former");
    assertThat(secret.at("/stringData/token").asText()).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void aSecretWithoutTheKeyCannotBeRotated() throws IOException {
    Path file = file("kind: Secret\ndata: {other: eA==}\n");

    CommandRun run = CommandRun.of("keygen", "a", "--type", "WebChat", "--rotate", file.toString());

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("the Secret has no key sessionKey: apply one without --rotate");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void withoutAChannelItSaysWhatToGive() {
    CommandRun run = CommandRun.of("keygen");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err())
        .contains("give a Channel's name and --type WebChat, InApp, Kiosk or Webhook");
  }

  @Test
  void aWebsiteNeedsNoneAndKeepsTheOthersFromNothing() throws IOException {
    String page =
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: Channel
        metadata: {name: shop, namespace: care}
        spec: {type: Website, website: {url: "https://shop.example.com/"}}
        """;
    String chat =
        """
        ---
        apiVersion: touchpoint.cx/v1alpha1
        kind: Channel
        metadata: {name: chat, namespace: care}
        spec: {type: WebChat, webChat: {demoPage: Served}, responder: {type: Echo}}
        """;

    CommandRun named = CommandRun.of("keygen", "shop", "--type", "Website");
    CommandRun alone = CommandRun.of("keygen", "-f", file(page).toString());
    CommandRun both = CommandRun.of("keygen", "-f", file(page + chat).toString());

    assertThat(List.of(named, alone)).allSatisfy(it -> assertThat(it.exit()).isEqualTo(Exit.FINE));
    assertThat(List.of(named, alone)).allSatisfy(it -> assertThat(it.out()).isEmpty());
    assertThat(named.err())
        .isEqualTo("shop needs no Secret: a Website is fetched as anybody would\n");
    assertThat(both.err()).startsWith("Channel care/shop needs no Secret");
    assertThat(Documents.of(new Source("<keygen>", both.out())))
        .singleElement()
        .satisfies(it -> assertThat(it.at("/metadata/name").asText()).isEqualTo("chat"));
  }

  @Test
  void aBrokenFileGivesNoKeys() throws IOException {
    Path file =
        file("apiVersion: touchpoint.cx/v1alpha1\nkind: Channel\nmetadata: {name: a}\nspec: {}\n");

    CommandRun run = CommandRun.of("keygen", "-f", file.toString());

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(file + ":4: spec.type: Required value");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.yaml"), text);
  }

  private static JsonNode only(CommandRun run) {
    List<JsonNode> secrets = secrets(run);
    assertThat(secrets).hasSize(1);
    return secrets.getFirst();
  }

  private static List<JsonNode> secrets(CommandRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.FINE);
    return Documents.of(new Source("<keygen>", run.out()));
  }
}
