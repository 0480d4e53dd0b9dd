package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in and out as a page does it, with the widget in a real browser. */
class SignInInBrowserTest {

  @TempDir Path directory;
  private Issuer issuer;
  private ScriptedResponder responder;
  private RunningConnector connector;
  private Browser browser;

  @BeforeAll
  static void aBrowserIsThere() {
    Browser.assume("signing in with a browser");
  }

  @BeforeEach
  void visit() throws Exception {
    issuer = new Issuer();
    responder =
        new ScriptedResponder(
            (asked, exchange) ->
                ScriptedResponder.reply(
                    exchange,
                    "to " + asked.event().at("/data/customer/accountId").asText("nobody")));
    connector =
        RunningConnector.in(directory)
            .configured(
                Configuration.webChat()
                    .block(
                        "\"webChat\": {\"allowedOrigins\": [], \"demoPage\": true, \"signIn\": %s}"
                            .formatted(issuer.signIn()))
                    .http(responder.url(), 5_000, false)
                    .json())
            .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
            .start();
    browser = new Browser();
    browser.visit(connector.open("/demo"));
    browser.waitFor("the connection", () -> link().equals("online"));
  }

  @AfterEach
  void leave() throws Exception {
    browser.close();
    connector.close();
    responder.close();
    issuer.close();
  }

  @Test
  void whoSignsInIsKnownFromThenOnAndWhoSignsOutLeavesNothingBehind() throws Exception {
    browser.say("nameless");
    browser.waitFor("the answer", () -> browser.log().contains("to nobody"));
    signIn("'%s'".formatted(issuer.token("jane")));
    browser.waitFor("the new connection", () -> remembered("signedIn").equals("true"));
    browser.say("known");
    browser.waitFor("the answer", () -> browser.log().contains("to jane"));
    assertThat(browser.log()).containsExactly("> nameless", "to nobody", "> known", "to jane");

    browser.run("touchpoint.signOut()");
    assertThat(browser.log()).isEmpty();
    browser.waitFor("the new connection", () -> remembered("signedIn").equals("false"));
    browser.say("nameless again");
    browser.waitFor("the answer", () -> browser.log().contains("to nobody"));
    assertThat(browser.read("JSON.stringify(sessionStorage)")).doesNotContain("jane");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void whatWasSaidIsShownAgainToTheSameCustomerAndToNobodyElse() throws Exception {
    signIn("() => Promise.resolve('%s')".formatted(issuer.token("jane")));
    browser.waitFor("the new connection", () -> remembered("signedIn").equals("true"));
    browser.say("of jane");
    browser.waitFor("the answer", () -> browser.log().contains("to jane"));

    signIn("'%s'".formatted(issuer.token("jane")));
    browser.waitFor("what she said", () -> browser.log().size() == 2);
    signIn("'%s'".formatted(issuer.token("john")));
    assertThat(browser.log()).isEmpty();
    browser.say("of john");
    browser.waitFor("the answer", () -> browser.log().contains("to john"));
    assertThat(browser.log()).containsExactly("> of john", "to john");

    // A page that is loaded without a token: whoever was there has signed out.
    browser.reload();
    browser.waitFor("the connection", () -> link().equals("online"));
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void aTokenThatIsRefusedIsTheirPagesBusinessAndWhatTheyWriteWaits() throws Exception {
    JWTClaimsSet over =
        Issuer.claims("jane").expirationTime(Date.from(Instant.now().minusSeconds(90))).build();
    browser.run(
        """
        document.addEventListener("touchpoint:refused", (event) => { window.refused = event.detail; });""");
    signIn("'%s'".formatted(issuer.rs256(over)));
    browser.waitFor("the notice", () -> link().equals("refused"));
    assertThat(browser.read("JSON.stringify(window.refused)"))
        .isEqualTo("{\"reason\":\"expired\",\"retryable\":false}");
    assertThat(browser.read("chat.querySelector('.banner').textContent"))
        .isEqualTo("Please sign in again.");
    browser.say("kept for later");

    signIn("'%s'".formatted(issuer.token("jane")));
    browser.waitFor("the answer", () -> browser.log().contains("to jane"));
    assertThat(browser.log()).containsExactly("> kept for later", "to jane");
  }

  private void signIn(String source) {
    browser.run("touchpoint.signIn(%s)".formatted(source));
  }

  private String link() {
    return browser.read("chat.querySelector('.panel').dataset.link");
  }

  private String remembered(String what) {
    return browser.read("JSON.parse(Object.values(sessionStorage)[0])." + what);
  }
}
