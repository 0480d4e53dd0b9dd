package cx.touchpoint.connector.signin;

/** A token that proves nothing here. Says why, and never what stands in it. */
public final class RefusedSignIn extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a token is refused, one word of a closed list. */
  public enum Reason {
    NOT_CONFIGURED("not_configured", "This channel signs nobody in. Ask its owner for signIn."),
    MISSING("missing", "This channel is for customers who have signed in. Send a token in hello."),
    TOO_LONG(
        "too_long",
        "The token has more than %d characters. Have fewer claims put into it."
            .formatted(IdTokens.LONGEST)),
    MALFORMED("malformed", "The token is no signed JWT. Send header.payload.signature."),
    ALGORITHM("algorithm", "The token is not signed by RS256, ES256 or EdDSA. Sign it by one."),
    UNKNOWN_KEY(
        "unknown_key",
        "No key of the issuer's fits the token's header. Is its JWK Set the one configured here?",
        true),
    BAD_SIGNATURE("bad_signature", "The token was not signed by the issuer's key."),
    WRONG_ISSUER("wrong_issuer", "The token's iss is not the issuer that is configured here."),
    WRONG_AUDIENCE("wrong_audience", "The token's aud does not name this channel's audience."),
    EXPIRED("expired", "The token has run out, or has no exp. Send a fresh one."),
    NOT_YET_VALID("not_yet_valid", "The token's nbf lies ahead. Look at the issuer's clock."),
    NO_SUBJECT("no_subject", "The token's sub is missing or longer than 256 characters."),
    KEYS_UNAVAILABLE(
        "keys_unavailable",
        "The issuer's keys cannot be had now. Send the token again later.",
        true);

    private final String word;
    private final String detail;
    private final boolean retryable;

    Reason(String word, String detail) {
      this(word, detail, false);
    }

    Reason(String word, String detail, boolean retryable) {
      this.word = word;
      this.detail = detail;
      this.retryable = retryable;
    }

    /** The {@code reason} of a frame and the {@code result} label. */
    public String word() {
      return word;
    }

    /** For the developer of a page. */
    public String detail() {
      return detail;
    }

    /** Whether the same token may be good later. */
    public boolean retryable() {
      return retryable;
    }
  }

  private final Reason reason;

  public RefusedSignIn(Reason reason) {
    super(reason.detail(), null, false, false); // a stranger's doing; a stack trace says nothing
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
