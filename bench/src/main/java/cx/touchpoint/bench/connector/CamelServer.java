package cx.touchpoint.bench.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The same as a route of Apache Camel: the signature is checked, one row is inserted by the id of
 * the event, 202 is answered after the commit. No answer, no order, no promise, no metric.
 */
final class CamelServer extends RouteBuilder {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String INSERT =
      "INSERT INTO camel (id, body) VALUES (:?id, :?body) ON CONFLICT DO NOTHING";

  private final int port;
  private final byte[] key;

  private CamelServer(int port, byte[] key) {
    this.port = port;
    this.key = key;
  }

  /** Takes the JDBC URL and the key in base64. Says its port as the connector does. */
  @SuppressWarnings("SystemOut") // the harness reads it
  public static void main(String[] arguments) throws Exception {
    var database = Rows.of(arguments[0], "camel");
    int port = freePort();
    var camel = new DefaultCamelContext();
    camel.getRegistry().bind("database", database);
    camel.addRoutes(new CamelServer(port, Base64.getDecoder().decode(arguments[1])));
    camel.start();
    System.out.printf("%s %d, %2$d%n", ServerProcess.LISTENING, port);
    Thread.currentThread().join();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void configure() {
    String address = "netty-http:http://127.0.0.1:" + port;
    from(address + "/readyz").setBody(constant("ready"));
    from(address + "/hooks/webhook")
        .process(this::read)
        .choice()
        .when(header("signed").isEqualTo(false))
        .removeHeaders("*")
        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(401))
        .setBody(constant(""))
        .otherwise()
        .setBody(constant(INSERT))
        .to("jdbc:database?useHeadersAsParameters=true")
        .removeHeaders("*")
        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
        .setBody(constant(""));
  }

  private void read(Exchange exchange) throws GeneralSecurityException {
    Message request = exchange.getMessage();
    byte[] body = request.getBody(byte[].class);
    request.setHeader("signed", isSigned(request, body));
    request.setHeader("id", request.getHeader("ce-id", String.class));
    request.setHeader("body", body);
  }

  // Standard Webhooks 1.0.
  private boolean isSigned(Message request, byte[] body) throws GeneralSecurityException {
    String id = request.getHeader("webhook-id", String.class);
    long timestamp = request.getHeader("webhook-timestamp", Long.class);
    String shown = request.getHeader("webhook-signature", String.class).substring("v1,".length());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
    Duration age = Duration.between(Instant.ofEpochSecond(timestamp), Instant.now()).abs();
    return MessageDigest.isEqual(mac.doFinal(body), Base64.getDecoder().decode(shown))
        && age.compareTo(TOLERANCE) < 0;
  }
}
