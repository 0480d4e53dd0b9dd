package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a socket does with input no honest browser sends: that socket ends, the others go on. */
class HostileSocketTest {

  @TempDir Path directory;

  @Test
  void framesThatAreNoFramesEndTheSocketWithAReason() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory)) {
      assertThat(closureAfter(connector, "{\"type\":\"shout\"}")).startsWith("1008 type: write");
      assertThat(closureAfter(connector, "not json")).startsWith("1008 frames are JSON");
      assertThat(closureAfter(connector, "[]")).startsWith("1008 frames are JSON");
      assertThat(closureAfter(connector, "[".repeat(5_000) + "]".repeat(5_000)))
          .startsWith("1008 frames are JSON");
      assertThat(closureAfter(connector, "{\"type\":\"hello\"} {}")).startsWith("1008 frames");
      assertThat(closureAfter(connector, "{\"type\":\"message\",\"id\":\"1\",\"text\":\"x\"}"))
          .startsWith("1008 hello comes first");
      assertThat(closureAfter(connector, "{\"type\":\"hello\"}", "{\"type\":\"hello\"}"))
          .startsWith("1008 hello comes once");
      assertStillServes(connector);
    }
  }

  @Test
  void aBinaryFrameEndsTheSocket() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      client.sendBinary(new byte[] {1, 2, 3});
      assertThat(client.closure()).startsWith("1003");
      assertStillServes(connector);
    }
  }

  @Test
  void aFrameLargerThan64KiBEndsTheSocket() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        RawSocket socket = new RawSocket(connector)) {
      socket.send(0x81, "x".repeat(64 * 1024 + 1).getBytes(StandardCharsets.UTF_8));
      assertThat(socket.readToEnd()).doesNotContain("welcome");
      assertStillServes(connector);
    }
  }

  @Test
  void aMessageThatGrowsBeyond64KiBInPiecesEndsTheSocket() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        RawSocket socket = new RawSocket(connector)) {
      byte[] piece = "y".repeat(30_000).getBytes(StandardCharsets.UTF_8);
      socket.send(0x01, piece);
      socket.send(0x00, piece);
      socket.send(0x00, piece);
      assertThat(socket.readToEnd()).doesNotContain("welcome");
      assertStillServes(connector);
    }
  }

  @Test
  void textThatIsNotUtf8EndsTheSocket() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        RawSocket socket = new RawSocket(connector)) {
      socket.send(
          0x81, new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, (byte) 0xff, '"', ':', '1', '}'});
      assertThat(socket.readToEnd()).doesNotContain("welcome");
      assertStillServes(connector);
    }
  }

  @Test
  void framesThatAreNotMaskedEndTheSocket() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        RawSocket socket = new RawSocket(connector)) {
      byte[] hello = "{\"type\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
      socket.write(new byte[] {(byte) 0x81, (byte) hello.length}, hello);
      assertThat(socket.readToEnd()).doesNotContain("welcome");
      assertStillServes(connector);
    }
  }

  @Test
  void aSocketThatEndsIsNoLongerCounted() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory)) {
      try (ChatClient _ = ChatClient.greeted(connector.socket())) {
        assertThat(connector.metrics().value("touchpoint_connections")).isEqualTo(1);
      }
      await()
          .untilAsserted(
              () -> assertThat(connector.metrics().value("touchpoint_connections")).isZero());
    }
  }

  private static String closureAfter(RunningConnector connector, String... frames)
      throws Exception {
    try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      for (String frame : frames) {
        client.send(frame);
      }
      return client.closure();
    }
  }

  private static void assertStillServes(RunningConnector connector) throws Exception {
    try (ChatClient client = ChatClient.greeted(connector.socket())) {
      client.say("still there?");
      client.until("accepted");
    }
  }

  /** A WebSocket client that may break every rule. */
  private static final class RawSocket implements AutoCloseable {
    private final Socket socket;

    RawSocket(RunningConnector connector) throws IOException {
      socket = new Socket("127.0.0.1", connector.socket().getPort());
      socket.setSoTimeout(10_000);
      write(
          """
          GET /ws HTTP/1.1\r
          Host: localhost\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Origin: %s\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
          \r
          """
              .formatted(Configuration.ORIGIN)
              .getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) socket.getInputStream().read());
      }
      assertThat(head).startsWith("HTTP/1.1 101");
    }

    /** A frame masked with zeros, which changes nothing and is allowed. */
    void send(int opcode, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(opcode);
      if (payload.length < 126) {
        frame.write(0x80 | payload.length);
      } else if (payload.length < 65_536) {
        frame.write(0x80 | 126);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
      } else {
        frame.write(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          frame.write((int) ((long) payload.length >> shift));
        }
      }
      frame.write(new byte[4]);
      try {
        write(frame.toByteArray(), payload);
      } catch (IOException e) {
        // Refused while it was still being written: just as well, reading tells.
        assertThat(e).isInstanceOf(java.net.SocketException.class);
      }
    }

    void write(byte[]... pieces) throws IOException {
      OutputStream out = socket.getOutputStream();
      for (byte[] piece : pieces) {
        out.write(piece);
      }
      out.flush();
    }

    /** Everything until the other side ends the connection; fails if it does not. */
    String readToEnd() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      try {
        in.transferTo(all);
      } catch (java.net.SocketException e) {
        // A reset is an end too.
        assertThat(e).hasMessageContaining("reset");
      }
      return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
