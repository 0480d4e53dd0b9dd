package cx.touchpoint.connector.conversation;

import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;

/**
 * Something a channel has proved about who a customer is: its sender or its token says so, and
 * those were checked.
 *
 * @param key what kind of name it is
 * @param value the name, in the one form that all channels write it in; never logged
 */
public record Proof(IdentityKey key, String value) {

  /** Never the value. */
  @Override
  public String toString() {
    return key + " of a customer";
  }
}
