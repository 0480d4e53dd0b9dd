package cx.touchpoint.operator.cli;

/** The keys a Channel's Secret can hold, named as in the Secret. */
enum Key {
  /** Signs the tokens by which a browser resumes its chat. */
  sessionKey,
  /** What senders of a Webhook show (RFC 6750). */
  token,
  /** What senders of a Webhook sign with (Standard Webhooks 1.0). */
  hmacKey
}
