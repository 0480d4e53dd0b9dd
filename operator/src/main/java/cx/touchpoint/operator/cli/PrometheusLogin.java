package cx.touchpoint.operator.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * By what a Prometheus behind a login lets us in. What is secret is read from files: arguments are
 * seen by everybody on the machine.
 */
final class PrometheusLogin {

  /** No token or password is longer, in bytes. */
  private static final long LONGEST = 16 * 1024;

  @Option(
      names = "--bearer-token-file",
      paramLabel = "FILE",
      description = "Where Prometheus asks for a login: a file with the token it takes.")
  private @Nullable Path token;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The same for basic authentication, together with --password-file.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file with the password of --user.")
  private @Nullable Path password;

  /**
   * The header {@code Authorization} (RFC 6750, RFC 7617); nothing where none is wanted.
   *
   * @throws UserError when the options do not go together, or a file has no secret
   */
  Optional<String> authorization() {
    if ((user == null) != (password == null)) {
      throw new UserError("--user and --password-file go together: give both, or none");
    }
    if (token != null && user != null) {
      throw new UserError("give either --bearer-token-file or --user with --password-file");
    }
    if (token != null) {
      return Optional.of("Bearer " + secret("--bearer-token-file", token));
    }
    if (user == null || password == null) {
      return Optional.empty();
    }
    if (user.contains(":")) {
      throw new UserError("--user " + user + ": a name has no colon in basic authentication");
    }
    String pair = user + ":" + secret("--password-file", password);
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** One line; an end of line after it is not part of it. */
  private static String secret(String option, Path file) {
    String text;
    try {
      if (Files.size(file) > LONGEST) {
        throw new UserError(option + " " + file + ": is too long for a token or a password");
      }
      text = Files.readString(file).strip();
    } catch (IOException e) {
      throw new UserError(option + " " + file + ": cannot be read as text");
    }
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new UserError(option + " " + file + ": write one line into it, and nothing else");
    }
    return text;
  }
}
