package cx.touchpoint.connector.credentials;

/** A credential that is there and cannot be used; the message never repeats its value. */
final class UnusableCredential extends Exception {
  UnusableCredential(String message) {
    super(message);
  }
}
