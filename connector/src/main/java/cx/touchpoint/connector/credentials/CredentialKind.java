package cx.touchpoint.connector.credentials;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.Responder;
import cx.touchpoint.api.connector.ConnectorConfiguration.Webhook;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The credentials a connector can be asked for, and the form each must have. */
public enum CredentialKind {
  /** Signs the tokens by which a browser resumes its conversation; 32 or more random bytes. */
  SESSION_KEY(Source.Channel, "sessionKey") {
    @Override
    byte[] parse(String text) throws UnusableCredential {
      byte[] key =
          base64(text, "Write 32 or more random bytes in base64, as touchpoint keygen does.");
      if (key.length < 32) {
        throw new UnusableCredential(
            "decodes to %d bytes. Write 32 or more random bytes in base64, as touchpoint keygen does."
                .formatted(key.length));
      }
      return key;
    }
  },
  /** The bearer token senders of a Webhook channel show (RFC 6750). */
  TOKEN(Source.Channel, "token") {
    @Override
    byte[] parse(String text) throws UnusableCredential {
      return bearerToken(text);
    }
  },
  /** Signs the bodies of a Webhook channel's senders (Standard Webhooks 1.0, {@code whsec_}). */
  HMAC_KEY(Source.Channel, "hmacKey") {
    @Override
    byte[] parse(String text) throws UnusableCredential {
      String remedy =
          "Write whsec_ followed by 24 to 64 random bytes in base64, as touchpoint keygen does.";
      if (!text.startsWith("whsec_")) {
        throw new UnusableCredential("does not begin with whsec_. " + remedy);
      }
      byte[] key = base64(text.substring("whsec_".length()), remedy);
      if (key.length < 24 || key.length > 64) {
        throw new UnusableCredential("decodes to %d bytes. ".formatted(key.length) + remedy);
      }
      return key;
    }
  },
  /** The bearer token shown to an HTTP responder. */
  RESPONDER_TOKEN(Source.Responder, "token") {
    @Override
    byte[] parse(String text) throws UnusableCredential {
      return bearerToken(text);
    }
  };

  // b64token of RFC 6750, section 2.1.
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final int SHORTEST_TOKEN = 16;

  private final Source source;
  private final String key;

  CredentialKind(Source source, String key) {
    this.source = source;
    this.key = key;
  }

  Source source() {
    return source;
  }

  String key() {
    return key;
  }

  /** The bytes to sign or compare with. */
  abstract byte[] parse(String text) throws UnusableCredential;

  /** What a connector of this configuration cannot do without. */
  static Set<CredentialKind> requiredBy(ConnectorConfiguration configuration) {
    Set<CredentialKind> required = new LinkedHashSet<>();
    switch (configuration.type()) {
      case WebChat, InApp, Kiosk -> required.add(SESSION_KEY);
      case Webhook -> {
        Webhook webhook = configuration.webhook();
        required.add(
            webhook != null && webhook.authentication() == Webhook.Authentication.Hmac
                ? HMAC_KEY
                : TOKEN);
      }
    }
    Responder.Http http = configuration.responder().http();
    if (configuration.responder().type() == Responder.Kind.Http
        && http != null
        && http.authenticated()) {
      required.add(RESPONDER_TOKEN);
    }
    return required;
  }

  private static byte[] base64(String text, String remedy) throws UnusableCredential {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableCredential("is not base64. " + remedy);
    }
  }

  private static byte[] bearerToken(String text) throws UnusableCredential {
    if (text.length() < SHORTEST_TOKEN || !BEARER.matcher(text).matches()) {
      throw new UnusableCredential(
          "is no bearer token. Write 16 or more letters, digits and . _ ~ + / - in one line, as"
              + " touchpoint keygen does.");
    }
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
