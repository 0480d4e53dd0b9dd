package cx.touchpoint.connector;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.connector.configuration.Configurations;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.signin.SignIns;
import cx.touchpoint.connector.trust.CaBundle;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is mounted: configuration, credentials, authorities and keys, looked at again and again.
 * Looking is what is reliable: the kubelet swaps a directory by its symbolic link, and a watch on a
 * link misses that on some file systems.
 */
final class Mounts {

  private static final Logger log = LoggerFactory.getLogger(Mounts.class);

  private final Configurations configurations;
  private final Credentials credentials;
  private final CaBundle caBundle;
  private final SignIns signIns;
  private final Consumer<ConnectorConfiguration> configured;

  /**
   * @param configured told of every configuration that comes into force, and again when the
   *     authorities it trusts changed
   */
  Mounts(
      Flags flags,
      CaBundle caBundle,
      SignIns signIns,
      Consumer<ConnectorConfiguration> configured) {
    this.configurations = new Configurations(flags.config());
    this.credentials = new Credentials(flags.credentials(), flags.responderCredentials());
    this.caBundle = caBundle;
    this.signIns = signIns;
    this.configured = configured;
  }

  Credentials credentials() {
    return credentials;
  }

  CaBundle caBundle() {
    return caBundle;
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
    boolean trusted = caBundle.reload(current.get());
    // After the authorities, which its issuer is asked by.
    boolean issued = signIns.reload(current.get());
    if (keyed || trusted || issued) {
      states().stream()
          .filter(credential -> credential.message() != null)
          .forEach(
              credential ->
                  log.warn(
                      "{} {}: {}", credential.source(), credential.state(), credential.message()));
    }
    if (trusted || (changed && configurations.problem().isEmpty())) {
      configured.accept(current.get());
    }
    return changed || keyed || trusted || issued;
  }

  /**
   * @param history what is true of the database, null where none is asked for
   */
  ConnectorStatus status(boolean draining, ConnectorStatus.@Nullable History history) {
    return new ConnectorStatus(
        Version.current(),
        configurations.current().map(configuration -> configuration.revision()).orElse(null),
        configurations.problem().orElse(null),
        states(),
        draining,
        history);
  }

  /** Why nothing can be served by what is mounted, empty when it can. */
  Optional<String> obstacle() {
    if (configurations.current().isEmpty()) {
      return Optional.of(configurations.problem().orElse("no configuration was read yet"));
    }
    return credentials.complete() && caBundle.complete()
        ? Optional.empty()
        : Optional.of("a credential is missing or invalid, see /status");
  }

  private List<Credential> states() {
    return Stream.of(
            credentials.states().stream(), caBundle.state().stream(), signIns.state().stream())
        .flatMap(it -> it)
        .toList();
  }
}
