package cx.touchpoint.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the process was started.
 *
 * @param config directory with {@code connector.json}
 * @param credentials directory with the channel's Secret
 * @param responderCredentials directory with the responder's Secret
 * @param ca directory with certificate authorities to trust beside Java's own, null for none
 * @param history directory with the Secret that says how to reach the database of a history
 * @param signIn directory with the keys by which customers' tokens are signed
 * @param host address both listeners bind to
 * @param port of the public listener
 * @param managementPort of the internal listener
 * @param recordsPort of the listener for this machine alone
 * @param drainTime longest time between SIGTERM and exit
 */
record Flags(
    Path config,
    Path credentials,
    Path responderCredentials,
    @Nullable Path ca,
    Path history,
    Path signIn,
    String host,
    int port,
    int managementPort,
    int recordsPort,
    Duration drainTime) {

  static final String HELP =
      """
      Example: java -jar touchpoint-connector.jar --config ./config --credentials ./credentials

      Serves one channel: takes customers' messages, asks whoever answers, carries the answers back.

        --config DIR                 holds connector.json (default /etc/touchpoint/config)
        --credentials DIR            holds sessionKey, token or hmacKey, and <key>Previous while it
                                     is changed (default /etc/touchpoint/credentials)
        --responder-credentials DIR  holds token, shown to an HTTP responder
                                     (default /etc/touchpoint/responder)
        --ca DIR                     holds ca.crt, certificate authorities in PEM form that those may
                                     have who are asked over https, beside Java's own (default:
                                     none are asked for)
        --history DIR                holds uri, or host, port, database, user and password, and ca:
                                     the PostgreSQL in which messages are kept, where the
                                     configuration asks for it (default /etc/touchpoint/history)
        --sign-in DIR                holds jwks.json, a JWK Set with the keys by which customers'
                                     tokens are signed, where no URL is configured for it
                                     (default /etc/touchpoint/sign-in)
        --host ADDRESS               address to listen on (default 0.0.0.0)
        --port N                     public listener: /ws /widget.js /demo /hooks/webhook /ping
                                     (default 8080; 0 takes any free port)
        --management-port N          internal listener: /metrics /metrics/demand /status /livez
                                     /readyz /startupz (default 8090; 0 takes any free port)
        --records-port N             listener for this machine alone, by which what is kept of a
                                     customer is shown and erased (default 8091; 0 takes any free
                                     port)
        --drain SECONDS              longest time from SIGTERM to exit (default 25)
        --help                       this text

      Changed files in these directories are taken up within two seconds. GET /status on the
      internal listener tells what is in force. TOUCHPOINT_LOG_LEVEL sets the log level (info).
      A channel to try, in config/connector.json:

        {"revision": "1", "channel": "hello", "type": "WebChat",
         "webChat": {"allowedOrigins": [], "demoPage": true},
         "responder": {"type": "Echo"}, "maxConcurrentTurns": 8}

      and its key:  head -c 32 /dev/urandom | base64 > credentials/sessionKey
      Then open http://localhost:8080/demo
      """;

  /**
   * Reads the command line.
   *
   * @return null when only help was asked for
   * @throws UnknownFlag when it cannot be understood
   */
  static @Nullable Flags parse(String... arguments) throws UnknownFlag {
    Flags flags =
        new Flags(
            Path.of("/etc/touchpoint/config"),
            Path.of("/etc/touchpoint/credentials"),
            Path.of("/etc/touchpoint/responder"),
            null,
            Path.of("/etc/touchpoint/history"),
            Path.of("/etc/touchpoint/sign-in"),
            "0.0.0.0",
            8080,
            8090,
            8091,
            Duration.ofSeconds(25));
    Deque<String> rest = new ArrayDeque<>();
    for (String argument : arguments) {
      // --flag=value says the same as --flag value; a value of its own may hold a = too.
      rest.addAll(
          argument.startsWith("--") ? Arrays.asList(argument.split("=", 2)) : List.of(argument));
    }
    while (!rest.isEmpty()) {
      String flag = rest.remove();
      if (flag.equals("--help") || flag.equals("-h")) {
        return null;
      }
      flags = flags.with(flag, rest);
    }
    return flags;
  }

  private Flags with(String flag, Deque<String> rest) throws UnknownFlag {
    return switch (flag) {
      case "--config" ->
          with(path(flag, rest), credentials, responderCredentials, ca, history, signIn);
      case "--credentials" ->
          with(config, path(flag, rest), responderCredentials, ca, history, signIn);
      case "--responder-credentials" ->
          with(config, credentials, path(flag, rest), ca, history, signIn);
      case "--ca" ->
          with(config, credentials, responderCredentials, path(flag, rest), history, signIn);
      case "--history" ->
          with(config, credentials, responderCredentials, ca, path(flag, rest), signIn);
      case "--sign-in" ->
          with(config, credentials, responderCredentials, ca, history, path(flag, rest));
      case "--host" -> with(value(flag, rest), port, managementPort, recordsPort, drainTime);
      case "--port" ->
          with(host, number(flag, rest, 65_535), managementPort, recordsPort, drainTime);
      case "--management-port" ->
          with(host, port, number(flag, rest, 65_535), recordsPort, drainTime);
      case "--records-port" ->
          with(host, port, managementPort, number(flag, rest, 65_535), drainTime);
      case "--drain" ->
          with(
              host,
              port,
              managementPort,
              recordsPort,
              Duration.ofSeconds(number(flag, rest, 3_600)));
      default -> throw new UnknownFlag(flag + " is not known. See --help.");
    };
  }

  private Flags with(
      Path config,
      Path credentials,
      Path responderCredentials,
      @Nullable Path ca,
      Path history,
      Path signIn) {
    return new Flags(
        config,
        credentials,
        responderCredentials,
        ca,
        history,
        signIn,
        host,
        port,
        managementPort,
        recordsPort,
        drainTime);
  }

  private Flags with(
      String host, int port, int managementPort, int recordsPort, Duration drainTime) {
    return new Flags(
        config,
        credentials,
        responderCredentials,
        ca,
        history,
        signIn,
        host,
        port,
        managementPort,
        recordsPort,
        drainTime);
  }

  private static Path path(String flag, Deque<String> rest) throws UnknownFlag {
    return Path.of(value(flag, rest));
  }

  private static int number(String flag, Deque<String> rest, int largest) throws UnknownFlag {
    String value = value(flag, rest);
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > largest) {
      throw new UnknownFlag(
          "%s: %s is no number from 0 to %d. See --help.".formatted(flag, value, largest));
    }
    return Integer.parseInt(value);
  }

  private static String value(String flag, Deque<String> rest) throws UnknownFlag {
    String value = rest.poll();
    if (value == null || value.isEmpty()) {
      throw new UnknownFlag(flag + " needs a value. See --help.");
    }
    return value;
  }

  /** A command line that cannot be understood; the message says what to write. */
  static final class UnknownFlag extends Exception {
    UnknownFlag(String message) {
      super(message);
    }
  }
}
