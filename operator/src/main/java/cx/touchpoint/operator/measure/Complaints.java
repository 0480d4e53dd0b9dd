package cx.touchpoint.operator.measure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with one Prometheus, in words a person can act on. */
final class Complaints {

  /** What others say is quoted so far, in characters: it ends up in a status. */
  private static final int LONGEST_QUOTE = 300;

  private static final double MILLIS = 1000;
  private static final int MIB = 1024 * 1024;
  private static final int METHOD_NOT_ALLOWED = HttpURLConnection.HTTP_BAD_METHOD;
  private static final int TOO_MANY_REQUESTS = 429;

  private final String address;
  private final Duration patience;
  private final boolean loggedIn;

  /** Complaints about one; whether we gave it credentials is part of what to do about it. */
  Complaints(String address, Duration patience, boolean loggedIn) {
    this.address = address;
    this.patience = patience;
    this.loggedIn = loggedIn;
  }

  Unanswered late(Exception cause) {
    return new Unanswered(
        "%s did not answer within %s s. It is overloaded, or something on the way swallows what we ask."
            .formatted(address, plain(patience)),
        cause);
  }

  Unanswered unreachable(IOException cause) {
    return new Unanswered(address + " cannot be reached: " + why(cause), cause);
  }

  private static String why(IOException failure) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return "its host is not known here. Check the name.";
    }
    if (has(failure, HttpConnectTimeoutException.class)) {
      return "nothing answered within %s s. Check the address, and whether a network policy lets us through."
          .formatted(plain(HttpPrometheus.CONNECTING));
    }
    if (has(failure, ConnectException.class)) {
      return "nothing listens there. Check the address and whether Prometheus runs.";
    }
    Optional<SSLException> tls = find(failure, SSLException.class);
    if (tls.isPresent()) {
      String said = quoted(tls.get().getMessage());
      return said.toLowerCase(Locale.ROOT).contains("recognized ssl message")
          ? "it does not speak TLS. Write http:// in place of https://."
          : "its certificate or its TLS is not accepted here (" + said + ").";
    }
    String said = quoted(failure.getMessage());
    return "it broke off" + (said.isEmpty() ? "." : " (" + said + ").");
  }

  Unanswered elsewhere(int status, String location) {
    return new Unanswered(
        "%s points elsewhere (%d%s). Give the address of the API itself, not of a login before it."
            .formatted(address, status, location.isEmpty() ? "" : " to " + quoted(location)));
  }

  Unanswered refused(int status, String error) {
    if (!error.isEmpty()) {
      return new Unanswered(
          status == HttpURLConnection.HTTP_UNAVAILABLE
              ? address + " could not work it out: " + quoted(error)
              : address + " refuses the question: " + quoted(error));
    }
    return new Unanswered(
        address
            + switch (status) {
              case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                  loggedIn
                      ? " does not let us in with the credentials given (%d).".formatted(status)
                      : " lets us in only with credentials (%d), and we have none. Give an address that needs none."
                          .formatted(status);
              case HttpURLConnection.HTTP_NOT_FOUND, METHOD_NOT_ALLOWED ->
                  " has no API of Prometheus (%d). Give the address up to what stands before /api/v1."
                      .formatted(status);
              case TOO_MANY_REQUESTS -> " is asked too much (429). Wait, or raise its limits.";
              default -> " answered %d and no reason.".formatted(status);
            });
  }

  Unanswered tooMuch(long longest, AnswerReader.TooMuch cause) {
    return new Unanswered(
        "%s says more than is read (%s; at most %d MiB). Somebody records series by our names that are not ours, or there are far more promises than one Prometheus should measure."
            .formatted(address, cause.getMessage(), longest / MIB),
        cause);
  }

  Unanswered strange(String contentType, IOException cause) {
    return new Unanswered(
        "%s answers, but not as Prometheus does%s. Give the address of Prometheus, not of Grafana or of a login before it."
            .formatted(
                address,
                contentType.toLowerCase(Locale.ROOT).contains("json") || contentType.isEmpty()
                    ? ""
                    : " (" + quoted(contentType) + ")"),
        cause);
  }

  /** Seconds without a needless {@code .0}. */
  private static String plain(Duration time) {
    double seconds = time.toMillis() / MILLIS;
    return seconds == Math.rint(seconds)
        ? Long.toString(Math.round(seconds))
        : Double.toString(seconds);
  }

  /** One line of what somebody else wrote, of bounded length. */
  private static String quoted(@Nullable String text) {
    String line = text == null ? "" : text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type).isPresent();
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
