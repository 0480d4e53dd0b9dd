package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorStatus.History.State;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nothing can be kept or read now. The message tells whoever runs the database what to do. */
public final class StoreFailure extends Exception {

  // Classes and codes of PostgreSQL's documentation, appendix A.
  private static final String CONNECTION = "08";
  private static final String AUTHORISATION = "28";
  private static final String NO_DATABASE = "3D000";
  private static final String NO_RIGHT = "42501";
  private static final String NO_SCHEMA = "3F000";
  private static final String DISK_FULL = "53100";
  private static final String READ_ONLY = "25006";
  private static final String INTERVENTION = "57P";
  private static final String TOO_MANY_CONNECTIONS = "53300";

  // Classes 22, 23, 40 and 55: data, constraints, transactions that met, an object that is in use.
  private static final Set<String> ABOUT_QUESTIONS = Set.of("22", "23", "40", "55");
  private static final int CLASS_LENGTH = 2;

  private final State state;
  private final Cause cause;

  private enum Cause {
    DATABASE,
    QUESTION,
    BUSY
  }

  StoreFailure(State state, String message) {
    this(state, message, Cause.DATABASE);
  }

  private StoreFailure(State state, String message, Cause cause) {
    super(message, null, false, false); // expected often; a stack trace says nothing
    this.state = state;
    this.cause = cause;
  }

  /** More wait for the database than it can serve soon. */
  static StoreFailure busy() {
    return new StoreFailure(
        State.Failing, "More wait for the database than it can serve soon.", Cause.BUSY);
  }

  /** What the database's answer means. */
  static StoreFailure of(SQLException e) {
    // The pool wraps what it was told; the last one that has a code is the database's own.
    SQLException told = null;
    for (@Nullable SQLException cause = e; cause != null; cause = cause(cause)) {
      if (cause.getSQLState() != null) {
        told = cause;
      }
    }
    if (told != null) {
      return of(told.getSQLState(), firstLine(told));
    }
    return e instanceof SQLTransientConnectionException && cause(e) == null
        ? busy()
        : new StoreFailure(State.Unreachable, "The database does not answer: " + firstLine(e));
  }

  private static StoreFailure of(String code, String said) {
    if (code.startsWith(AUTHORISATION)) {
      return new StoreFailure(
          State.WrongCredentials,
          "The database refuses user or password: %s. Correct the Secret.".formatted(said));
    }
    if (code.startsWith(CONNECTION)) {
      return new StoreFailure(State.Unreachable, "The database does not answer: " + said);
    }
    if (code.startsWith(INTERVENTION) || code.equals(TOO_MANY_CONNECTIONS)) {
      return new StoreFailure(State.Unreachable, "The database takes nobody now: " + said);
    }
    return switch (code) {
      case NO_DATABASE ->
          new StoreFailure(
              State.CredentialsInvalid,
              "The database that the Secret names does not exist: %s. Create it, or name another."
                  .formatted(said));
      case NO_RIGHT, NO_SCHEMA ->
          new StoreFailure(
              State.NoRights,
              "The user may not do what keeping messages needs: %s. Grant it CREATE on the database, or ownership of the schema."
                  .formatted(said));
      case DISK_FULL ->
          new StoreFailure(
              State.Full, "The database's disk is full: %s. Give it room.".formatted(said));
      case READ_ONLY ->
          new StoreFailure(
              State.Failing,
              "The database only reads, as a standby does: %s. Name the primary.".formatted(said));
      default ->
          new StoreFailure(
              State.Failing,
              "The database answers %s: %s".formatted(code, said),
              ABOUT_QUESTIONS.contains(code.substring(0, CLASS_LENGTH))
                  ? Cause.QUESTION
                  : Cause.DATABASE);
    };
  }

  /** What is true of the database. */
  public State state() {
    return state;
  }

  /** Whether it is only that too many wait. */
  public boolean isBusy() {
    return cause == Cause.BUSY;
  }

  /** Whether it is about what was asked alone, and the database is well. */
  boolean isAboutQuestion() {
    return cause == Cause.QUESTION;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  private static @Nullable SQLException cause(SQLException e) {
    return e.getCause() instanceof SQLException deeper && deeper != e ? deeper : null;
  }

  // Later lines are detail, which may quote what a row holds.
  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
