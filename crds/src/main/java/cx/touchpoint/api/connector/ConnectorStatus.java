package cx.touchpoint.api.connector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connector says of itself at {@code GET :8090/status}. The operator's conditions repeat
 * only what was seen here.
 *
 * @param version the connector's own version
 * @param revision {@link ConnectorConfiguration#revision} in force, null before the first one
 * @param configurationProblem why the newest configuration file was refused, null when it was not;
 *     the former one stays in force
 * @param credentials one entry per credential the configuration asks for, certificate authorities
 *     and the keys of those who sign customers in among them
 * @param draining whether the connector is shutting down
 * @param history whether messages are kept, null when they are not meant to be
 */
public record ConnectorStatus(
    String version,
    @Nullable String revision,
    @Nullable String configurationProblem,
    List<Credential> credentials,
    boolean draining,
    @Nullable History history) {

  public ConnectorStatus {
    credentials = credentials == null ? List.of() : List.copyOf(credentials);
  }

  /**
   * One credential and whether it can be used. Never its value.
   *
   * @param source where it is mounted from
   * @param key its key there
   * @param state whether it can be used
   * @param message what to do about it, null when it is valid
   */
  public record Credential(Source source, String key, State state, @Nullable String message) {

    /** Where a credential is mounted from. */
    public enum Source {
      /** The Channel's own Secret, {@code spec.credentials}. */
      Channel,
      /** The responder's Secret, {@code spec.responder.http.auth}. */
      Responder,
      /** The class's certificate authorities, {@code spec.connector.caBundle}. */
      CaBundle,
      /** The keys by which customers' tokens are signed, {@code signIn.jwks}. */
      SignIn
    }

    /** Whether a credential can be used. */
    public enum State {
      Valid,
      Missing,
      Invalid
    }
  }

  /**
   * The database in which messages are kept, as it was found last.
   *
   * @param state what is true of it
   * @param message what to do about it, null when nothing has to be done
   */
  public record History(State state, @Nullable String message) {

    /** From the best to what stores nothing. */
    public enum State {
      /** What is acknowledged is on disk. */
      Durable,
      /** Messages are kept, but a crash of the database may lose the last of them. */
      AcknowledgedBeforeSync,
      /** The Secret does not say how to reach the database. */
      CredentialsMissing,
      /** The Secret says it in a way that cannot be understood. */
      CredentialsInvalid,
      /** Nothing answers there. */
      Unreachable,
      /** User or password are refused. */
      WrongCredentials,
      /** Older than PostgreSQL 14. */
      TooOld,
      /** The user may not do there what keeping messages needs. */
      NoRights,
      /** Its disk is full. */
      Full,
      /** It answers with another error. */
      Failing;

      /** Whether messages can be kept. */
      public boolean keeps() {
        return this == Durable || this == AcknowledgedBeforeSync;
      }
    }
  }
}
