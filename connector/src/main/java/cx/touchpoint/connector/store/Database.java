package cx.touchpoint.connector.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How a database is reached.
 *
 * @param host name or address
 * @param port of PostgreSQL
 * @param name of the database
 * @param user who connects
 * @param password theirs
 * @param sslMode as libpq knows it, null for {@code verify-full} where there is a {@code ca} and
 *     {@code prefer} where there is none
 * @param ca file with the certificate authorities its certificate may have, null for Java's own
 */
record Database(
    String host,
    int port,
    String name,
    String user,
    String password,
    @Nullable String sslMode,
    @Nullable Path ca) {

  private static final String CONNECT_SECONDS = "3";
  private static final String SOCKET_SECONDS = "10";

  /** For the driver; a database that stands still is given up after ten seconds. */
  String url() {
    String address = host.contains(":") ? "[" + host + "]" : host;
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(address, port, URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "touchpoint");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    // Details of an error may quote what a row holds, and errors are logged.
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("sslmode", mode());
    if (ca != null) {
      properties.setProperty("sslrootcert", ca.toString());
    }
    return properties;
  }

  private String mode() {
    if (sslMode != null) {
      return sslMode;
    }
    return ca == null ? "prefer" : "verify-full";
  }

  /** Without the password, for logs. */
  @Override
  public String toString() {
    return "%s:%d/%s as %s".formatted(host, port, name, user);
  }
}
