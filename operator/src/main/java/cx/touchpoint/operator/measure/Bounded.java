package cx.touchpoint.operator.measure;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that breaks off when it turns out longer than anybody should have to read. */
final class Bounded extends FilterInputStream {

  private long left;

  /**
   * Reads from a stream.
   *
   * @param most how many bytes of it
   */
  Bounded(InputStream in, long most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = in.read(to, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int read) throws AnswerReader.TooMuch {
    left -= read;
    if (left < 0) {
      throw new AnswerReader.TooMuch("more bytes than are read");
    }
  }
}
