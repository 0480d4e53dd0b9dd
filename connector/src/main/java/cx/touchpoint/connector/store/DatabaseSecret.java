package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorStatus.History.State;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mounted Secret that says how to reach the database: {@code uri} in libpq's form, or its
 * parts. CloudNativePG's names of the parts are understood too.
 */
final class DatabaseSecret {

  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  private final Path directory;

  DatabaseSecret(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads what is mounted now.
   *
   * @throws StoreFailure when it does not say how to reach a database
   */
  Database read() throws StoreFailure {
    String uri = text("uri");
    return uri == null ? ofParts() : ofUri(uri);
  }

  private Database ofUri(String text) throws StoreFailure {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw invalid("uri", "is no URI"); // its message would quote the password
    }
    String scheme = String.valueOf(uri.getScheme());
    String userInfo = uri.getRawUserInfo();
    String path = uri.getRawPath();
    if (!scheme.equals("postgresql") && !scheme.equals("postgres")
        || uri.getHost() == null
        || userInfo == null
        || !userInfo.contains(":")
        || path == null
        || path.length() < 2) {
      throw invalid("uri", "has not every part");
    }
    int colon = userInfo.indexOf(':');
    return new Database(
        uri.getHost().replaceAll("^\\[|]$", ""),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        decoded(path.substring(1)),
        decoded(userInfo.substring(0, colon)),
        decoded(userInfo.substring(colon + 1)),
        sslMode(uri.getRawQuery()),
        ca());
  }

  private Database ofParts() throws StoreFailure {
    String port = text("port");
    if (port != null && !port.matches("[0-9]{1,5}")) {
      throw invalid("port", "is no port");
    }
    return new Database(
        required("host"),
        port == null ? DEFAULT_PORT : Integer.parseInt(port),
        required("database", "dbname"),
        required("user", "username"),
        required("password"),
        checked(text("sslmode")),
        ca());
  }

  private @Nullable String sslMode(@Nullable String query) throws StoreFailure {
    for (String setting : query == null ? List.<String>of() : List.of(query.split("&"))) {
      if (setting.startsWith("sslmode=")) {
        return checked(decoded(setting.substring("sslmode=".length())));
      }
    }
    return checked(text("sslmode"));
  }

  private static @Nullable String checked(@Nullable String mode) throws StoreFailure {
    if (mode != null && !SSL_MODES.contains(mode)) {
      throw invalid(
          "sslmode", "is none of disable, allow, prefer, require, verify-ca, verify-full");
    }
    return mode;
  }

  private @Nullable Path ca() {
    for (String key : List.of("ca", "ca.crt")) {
      if (Files.isRegularFile(directory.resolve(key))) {
        return directory.resolve(key);
      }
    }
    return null;
  }

  private String required(String... keys) throws StoreFailure {
    for (String key : keys) {
      String text = text(key);
      if (text != null) {
        return text;
      }
    }
    throw new StoreFailure(
        State.CredentialsMissing,
        "The history's Secret has no key %s. Write uri: postgresql://user:password@host:5432/database, or host, port, database, user and password."
            .formatted(keys[0]));
  }

  private @Nullable String text(String key) throws StoreFailure {
    Path file = directory.resolve(key);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? null : text;
    } catch (IOException e) {
      throw invalid(key, "cannot be read");
    }
  }

  private static String decoded(String text) {
    // A plus is a plus here, unlike in forms.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static StoreFailure invalid(String key, String why) {
    return new StoreFailure(
        State.CredentialsInvalid,
        "The history's Secret: %s %s. Write postgresql://user:password@host:5432/database, with what is special in a password as %%XX."
            .formatted(key, why));
  }
}
