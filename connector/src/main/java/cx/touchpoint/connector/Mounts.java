package cx.touchpoint.connector;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.connector.configuration.Configurations;
import cx.touchpoint.connector.credentials.Credentials;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is mounted: configuration and credentials, looked at again and again. Looking is what is
 * reliable: the kubelet swaps a directory by its symbolic link, and a watch on a link misses that
 * on some file systems.
 */
final class Mounts {

  private static final Logger log = LoggerFactory.getLogger(Mounts.class);

  private final Configurations configurations;
  private final Credentials credentials;
  private final Consumer<ConnectorConfiguration> configured;

  /**
   * @param configured told of every configuration that comes into force
   */
  Mounts(Flags flags, Consumer<ConnectorConfiguration> configured) {
    this.configurations = new Configurations(flags.config());
    this.credentials = new Credentials(flags.credentials(), flags.responderCredentials());
    this.configured = configured;
  }

  Credentials credentials() {
    return credentials;
  }

  /**
   * Looks at the files once.
   *
   * @return whether anything changed
   */
  synchronized boolean reload() {
    boolean changed = configurations.reload();
    if (changed) {
      configurations.problem().ifPresent(problem -> log.error("{}", problem));
    }
    Optional<ConnectorConfiguration> current = configurations.current();
    if (current.isEmpty()) {
      return changed;
    }
    boolean keyed = credentials.reload(current.get());
    if (keyed) {
      credentials.states().stream()
          .filter(credential -> credential.message() != null)
          .forEach(
              credential ->
                  log.warn(
                      "{} {}: {}", credential.source(), credential.state(), credential.message()));
    }
    if (changed && configurations.problem().isEmpty()) {
      configured.accept(current.get());
    }
    return changed || keyed;
  }

  ConnectorStatus status(boolean draining) {
    return new ConnectorStatus(
        Version.current(),
        configurations.current().map(configuration -> configuration.revision()).orElse(null),
        configurations.problem().orElse(null),
        credentials.states(),
        draining);
  }

  /** Why nothing can be served by what is mounted, empty when it can. */
  Optional<String> obstacle() {
    if (configurations.current().isEmpty()) {
      return Optional.of(configurations.problem().orElse("no configuration was read yet"));
    }
    return credentials.complete()
        ? Optional.empty()
        : Optional.of("a credential is missing or invalid, see /status");
  }
}
