package cx.touchpoint.connector.durable;

/** What begins as a picture does. */
final class Png {

  private Png() {}

  /** One of so many bytes, which are not alike. */
  static byte[] of(int size) {
    byte[] picture = new byte[size];
    for (int i = 0; i < size; i++) {
      picture[i] = (byte) (i * 31 + i / 251);
    }
    byte[] beginning = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    System.arraycopy(beginning, 0, picture, 0, beginning.length);
    return picture;
  }
}
