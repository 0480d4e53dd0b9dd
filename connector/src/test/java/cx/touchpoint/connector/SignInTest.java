package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers of a chat who have signed in, by tokens of an issuer. */
class SignInTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private Issuer issuer;
  private ScriptedResponder responder;

  @BeforeEach
  void begin() throws Exception {
    issuer = new Issuer();
    responder = new ScriptedResponder(ScriptedResponder.saying("Hello!"));
  }

  @AfterEach
  void end() {
    issuer.close();
    responder.close();
  }

  @Test
  void whoeverAnswersIsToldWhomTheTokenNames() throws Exception {
    JWTClaimsSet claims =
        Issuer.claims("A-4711")
            .claim("email", "Jane@Example.com")
            .claim("email_verified", true)
            .claim("phone_number", "+49 30 1234567")
            .claim("phone_number_verified", true)
            .build();
    try (RunningConnector connector = chat(issuer.signIn())) {
      for (String token :
          List.of(issuer.rs256(claims), issuer.es256(claims), issuer.edDsa(claims))) {
        assertThat(customer(connector, token))
            .isEqualTo(
                JSON.readTree(
                    """
                    {"accountId": "A-4711", "email": "jane@example.com", "phone": "+49301234567"}"""));
      }
      assertThat(signIns(connector, "accepted")).isEqualTo(3);
    }
  }

  @Test
  void whatTheIssuerDidNotVerifyProvesNothing() throws Exception {
    try (RunningConnector connector = chat(issuer.signIn())) {
      for (Object verified : List.of(false, "true", 1)) {
        JWTClaimsSet claims =
            Issuer.claims("A-4711")
                .claim("email", "boss@example.com")
                .claim("email_verified", verified)
                .claim("phone_number", "+49301234567")
                .build();
        assertThat(customer(connector, issuer.rs256(claims)))
            .isEqualTo(JSON.readTree("{\"accountId\": \"A-4711\"}"));
      }
    }
  }

  @Test
  void aChatWithoutATokenStaysNameless() throws Exception {
    try (RunningConnector connector = chat(issuer.signIn());
        ChatClient client = ChatClient.greeted(connector.socket())) {
      client.say("hello");
      client.until("accepted");
      assertThat(responder.asked().getLast().event().path("data").has("customer")).isFalse();
    }
  }

  @Test
  void aTokenThatProvesNothingIsRefusedWithItsReasonAndCounted() throws Exception {
    JWTClaimsSet right = Issuer.claims("A-4711").build();
    RSAKey stranger = Issuer.rsa("rsa");
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put(new PlainJWT(new PlainHeader(), right).serialize(), "malformed");
    tokens.put(issuer.hs256WithThePublicKey(right), "algorithm");
    tokens.put(Issuer.rs256(stranger, right), "bad_signature");
    tokens.put(Issuer.rs256(Issuer.rsa("nobody"), right), "unknown_key");
    tokens.put(tampered(issuer.rs256(right)), "bad_signature");
    tokens.put(
        issuer.rs256(Issuer.claims("A-4711").issuer("https://evil.example.com").build()),
        "wrong_issuer");
    tokens.put(issuer.rs256(Issuer.claims("A-4711").audience("another").build()), "wrong_audience");
    tokens.put(issuer.rs256(Issuer.claims("A-4711").audience(List.of()).build()), "wrong_audience");
    tokens.put(issuer.rs256(Issuer.claims("A-4711").expirationTime(in(-61)).build()), "expired");
    tokens.put(issuer.rs256(Issuer.claims("A-4711").expirationTime(null).build()), "expired");
    tokens.put(
        issuer.rs256(Issuer.claims("A-4711").notBeforeTime(in(90)).build()), "not_yet_valid");
    tokens.put(issuer.rs256(Issuer.claims("A-4711").subject(null).build()), "no_subject");
    tokens.put(issuer.rs256(Issuer.claims("x".repeat(257)).build()), "no_subject");
    tokens.put(
        issuer.rs256(Issuer.claims("A-4711").claim("more", "x".repeat(9_000)).build()), "too_long");
    tokens.put(
        Issuer.rs256(
            issuer.rsa(),
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .type(new JOSEObjectType("logout+jwt"))
                .build(),
            right),
        "malformed");
    tokens.put("", "malformed");
    tokens.put("a.b.c", "malformed");
    tokens.put("x".repeat(8_192), "malformed");
    try (RunningConnector connector = chat(issuer.signIn())) {
      for (Map.Entry<String, String> each : tokens.entrySet()) {
        try (ChatClient client = signingIn(connector, each.getKey())) {
          JsonNode refused = client.expect("refused");
          assertThat(refused.path("reason").asText()).isEqualTo(each.getValue());
          assertThat(refused.toString()).doesNotContain("A-4711");
          boolean again = each.getValue().equals("unknown_key");
          assertThat(refused.path("retryable").asBoolean()).isEqualTo(again);
          assertThat(client.closure()).startsWith(again ? "1013" : "1008");
        }
      }
      assertThat(signIns(connector, "accepted")).isZero();
      assertThat(signIns(connector, "bad_signature")).isEqualTo(2);
      assertThat(connector.metrics().value("touchpoint_requests_total{outcome=bad_signature}"))
          .isEqualTo(tokens.size());
      assertThat(responder.asked()).isEmpty();
    }
  }

  @Test
  void clocksMayBeAMinuteApart() throws Exception {
    try (RunningConnector connector = chat(issuer.signIn())) {
      for (JWTClaimsSet claims :
          List.of(
              Issuer.claims("A-4711").expirationTime(in(-30)).build(),
              Issuer.claims("A-4711").notBeforeTime(in(30)).build())) {
        try (ChatClient client = signingIn(connector, issuer.rs256(claims))) {
          client.expect("welcome");
        }
      }
    }
  }

  @Test
  void aTokenWhereNobodySignsInIsRefused() throws Exception {
    try (RunningConnector connector = chat("null");
        ChatClient client = signingIn(connector, issuer.token("A-4711"))) {
      assertThat(client.expect("refused").path("reason").asText()).isEqualTo("not_configured");
    }
  }

  @Test
  void onlyTheSameCustomerGoesOnWithAConversation() throws Exception {
    try (RunningConnector connector = chat(issuer.signIn())) {
      String nameless = welcome(connector, null, null).path("resume").asText();
      JsonNode jane = welcome(connector, issuer.token("jane"), null);
      assertThat(jane.path("signedIn").asBoolean()).isTrue();
      String hers = jane.path("resume").asText();

      JsonNode again = welcome(connector, issuer.token("jane"), hers);
      assertThat(again.path("resumed").asBoolean()).isTrue();
      assertThat(again.path("conversation")).isEqualTo(jane.path("conversation"));

      // Signed in as somebody else, signed out, signed in.
      for (JsonNode other :
          List.of(
              welcome(connector, issuer.token("john"), hers),
              welcome(connector, null, hers),
              welcome(connector, issuer.token("jane"), nameless))) {
        assertThat(other.path("resumed").asBoolean()).isFalse();
        assertThat(other.path("problem").asText()).contains("for this customer").contains("is new");
        assertThat(other.path("conversation")).isNotEqualTo(jane.path("conversation"));
      }
    }
  }

  @Test
  void anotherKeyOfTheIssuersIsFetchedAndStrangersCannotHaveItFetchedWithoutEnd() throws Exception {
    try (RunningConnector connector = chat(issuer.signIn())) {
      customer(connector, issuer.token("A-4711"));
      customer(connector, issuer.token("A-4712"));
      assertThat(issuer.fetches()).isEqualTo(1);

      RSAKey next = Issuer.rsa("next");
      issuer.rotateTo(next);
      assertThat(customer(connector, Issuer.rs256(next, Issuer.claims("A-4711").build())))
          .isEqualTo(JSON.readTree("{\"accountId\": \"A-4711\"}"));
      assertThat(issuer.fetches()).isEqualTo(2);
      for (int i = 0; i < 20; i++) {
        JWTClaimsSet claims = Issuer.claims("A-4711").build();
        try (ChatClient client =
            signingIn(
                connector,
                Issuer.rs256(
                    next,
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("kid-" + i).build(),
                    claims))) {
          assertThat(client.expect("refused").path("reason").asText()).isEqualTo("unknown_key");
        }
      }
      assertThat(issuer.fetches()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void whileThereAreNoKeysTokensAreRefusedForNowAndOthersGoOn() throws Exception {
    issuer.answers(500);
    try (RunningConnector connector = chat(issuer.signIn())) {
      await().until(() -> issuer.fetches() == 1);
      try (ChatClient client = signingIn(connector, issuer.token("A-4711"))) {
        JsonNode refused = client.expect("refused");
        assertThat(refused.path("reason").asText()).isEqualTo("keys_unavailable");
        assertThat(refused.path("retryable").asBoolean()).isTrue();
        assertThat(client.closure()).startsWith("1013");
      }
      try (ChatClient client = ChatClient.greeted(connector.socket())) {
        client.say("hello");
        client.until("accepted");
      }
      assertThat(RunningConnector.get(connector.internal("/readyz")).statusCode()).isEqualTo(200);
      assertThat(keys(connector).path("state").asText()).isEqualTo("Missing");
      assertThat(keys(connector).path("message").asText()).contains(issuer.url()).contains("500");

      issuer.answers(200);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> lets(connector, issuer.token("A-4711")), it -> it);
      assertThat(keys(connector).path("state").asText()).isEqualTo("Valid");
      assertThat(signIns(connector, "keys_unavailable")).isPositive();
    }
  }

  @Test
  void anIssuerThatDoesNotAnswerKeepsNobodyElseWaiting() throws Exception {
    CountDownLatch held = issuer.hold();
    try (RunningConnector connector = chat(issuer.signIn())) {
      List<ChatClient> waiting = new ArrayList<>();
      // More than there are event loops.
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        waiting.add(signingIn(connector, issuer.token("A-" + i)));
      }
      try (ChatClient client = ChatClient.greeted(connector.socket())) {
        client.say("hello");
        client.until("accepted");
      }
      assertThat(waiting).allMatch(ChatClient::quiet);
      held.countDown();
      for (ChatClient client : waiting) {
        client.expect("welcome");
        client.close();
      }
    }
  }

  @Test
  void whatIsSaidBeforeTheTokenIsVerifiedIsTheirs() throws Exception {
    CountDownLatch held = issuer.hold();
    try (RunningConnector connector = chat(issuer.signIn());
        ChatClient client = signingIn(connector, issuer.token("A-4711"))) {
      client.say("hello");
      held.countDown();
      client.expect("welcome");
      client.until("accepted");
      assertThat(responder.asked().getLast().event().at("/data/customer/accountId").asText())
          .isEqualTo("A-4711");
    }
  }

  @Test
  void nobodyStaysSignedInBeyondTheirToken() throws Exception {
    JWTClaimsSet soonOver = Issuer.claims("A-4711").expirationTime(in(-58)).build();
    try (RunningConnector connector = chat(issuer.signIn());
        ChatClient client = signingIn(connector, issuer.rs256(soonOver))) {
      String resume = client.expect("welcome").path("resume").asText();
      client.expect("goaway");
      assertThat(client.closure()).startsWith("1012");

      assertThat(welcome(connector, issuer.token("A-4711"), resume).path("resumed").asBoolean())
          .isTrue();
    }
  }

  @Test
  void keysMayBeMountedAndTheLastGoodOnesServeOn() throws Exception {
    try (RunningConnector connector = chat(Issuer.signIn("null"))) {
      assertThat(keys(connector).path("state").asText()).isEqualTo("Missing");
      assertThat(lets(connector, issuer.token("A-4711"))).isFalse();

      connector.with("sign-in/jwks.json", issuer.jwks()).reload();
      assertThat(keys(connector).path("state").asText()).isEqualTo("Valid");
      assertThat(lets(connector, issuer.token("A-4711"))).isTrue();
      assertThat(connector.reload()).isFalse();

      for (String bad : List.of("", "{", "{\"keys\": []}")) {
        connector.with("sign-in/jwks.json", bad).reload();
        assertThat(keys(connector).path("state").asText()).as(bad).isEqualTo("Invalid");
        assertThat(lets(connector, issuer.token("A-4711"))).as(bad).isTrue();
      }
      RSAKey next = Issuer.rsa("next");
      issuer.rotateTo(next);
      connector.with("sign-in/jwks.json", issuer.jwks()).reload();
      assertThat(lets(connector, issuer.token("A-4711"))).isFalse();
      assertThat(lets(connector, Issuer.rs256(next, Issuer.claims("A-4711").build()))).isTrue();
    }
  }

  @Test
  void theIssuerIsTrustedAndReachedAsRespondersAre() throws Exception {
    Authority authority = Authority.in(directory.resolve("authority"));
    Files.createDirectories(directory.resolve("ca"));
    try (Issuer secured = new Issuer(authority.server());
        ConnectProxy proxy = new ConnectProxy(secured.port());
        RunningConnector connector =
            RunningConnector.in(directory)
                .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
                .with("ca/ca.crt", authority.pem())
                .configured(
                    chatOf(Issuer.signIn("\"https://assistant.invalid/jwks\""))
                        .proxied(proxy.port(), "")
                        .json())
                .start()) {
      assertThat(lets(connector, secured.token("A-4711"))).isTrue();
      assertThat(proxy.asked()).containsOnly("CONNECT assistant.invalid:443 HTTP/1.1");
    }
  }

  private RunningConnector chat(String signIn) throws Exception {
    return RunningConnector.in(directory)
        .configured(chatOf(signIn).json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .start();
  }

  private Configuration chatOf(String signIn) {
    return Configuration.webChat()
        .block(
            "\"webChat\": {\"allowedOrigins\": [\"%s\"], \"demoPage\": false, \"signIn\": %s}"
                .formatted(Configuration.ORIGIN, signIn))
        .http(responder.url(), 5_000, false);
  }

  private static ChatClient signingIn(RunningConnector connector, String token) {
    ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN);
    client.send("{\"type\":\"hello\",\"token\":\"%s\"}".formatted(token));
    return client;
  }

  private static JsonNode welcome(
      RunningConnector connector, @Nullable String token, @Nullable String resume)
      throws Exception {
    try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      var hello = JSON.createObjectNode().put("type", "hello");
      if (token != null) {
        hello.put("token", token);
      }
      if (resume != null) {
        hello.put("resume", resume);
      }
      client.send(hello.toString());
      return client.expect("welcome");
    }
  }

  private static boolean lets(RunningConnector connector, String token) throws Exception {
    try (ChatClient client = signingIn(connector, token)) {
      return client.answers("welcome", "refused");
    }
  }

  /** Whom the responder hears of when somebody with this token says something. */
  private JsonNode customer(RunningConnector connector, String token) throws Exception {
    try (ChatClient client = signingIn(connector, token)) {
      client.expect("welcome");
      client.say("hello");
      client.until("accepted");
      return responder.asked().getLast().event().at("/data/customer");
    }
  }

  private static double signIns(RunningConnector connector, String result) throws Exception {
    return connector.metrics().value("touchpoint_sign_ins_total{result=%s}".formatted(result));
  }

  private static JsonNode keys(RunningConnector connector) throws Exception {
    JsonNode status = JSON.readTree(RunningConnector.get(connector.internal("/status")).body());
    for (JsonNode credential : status.path("credentials")) {
      if (credential.path("source").asText().equals("SignIn")) {
        return credential;
      }
    }
    return status.path("no such");
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  /** With another subject under the same signature. */
  private static String tampered(String token) {
    String[] parts = token.split("\\.");
    String claims = new Base64URL(parts[1]).decodeToString();
    return parts[0] + '.' + Base64URL.encode(claims.replace("A-4711", "A-0001")) + '.' + parts[2];
  }
}
