package cx.touchpoint.connector.configuration;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force. A new file takes over only when it can be used; otherwise the former
 * stays and {@link #problem()} says why.
 */
public final class Configurations {

  private final Path file;
  private volatile State state = new State(null, null, null);

  /**
   * @param directory where {@code connector.json} lies
   */
  public Configurations(Path directory) {
    this.file = directory.resolve("connector.json");
  }

  /** What is in force, empty until there was one that can be used. */
  public Optional<ConnectorConfiguration> current() {
    return Optional.ofNullable(state.current());
  }

  /** Why the newest file was refused, empty when it was not. */
  public Optional<String> problem() {
    return Optional.ofNullable(state.problem());
  }

  /**
   * Looks at the file once.
   *
   * @return whether anything about it changed: what is in force, or why it was refused
   */
  public synchronized boolean reload() {
    State before = state;
    state = next(before);
    return state != before;
  }

  private State next(State before) {
    byte[] content;
    try {
      Optional<byte[]> found = MountedFile.read(file);
      if (found.isEmpty()) {
        return before.refused(null, file + " is not there. Mount the directory that holds it.");
      }
      content = found.get();
    } catch (IOException e) {
      return before.refused(null, file + " cannot be read: " + e.getMessage());
    }
    if (Arrays.equals(content, before.content())) {
      return before;
    }
    try {
      return accepted(content, ConfigurationReader.read(content), before);
    } catch (ConfigurationProblem e) {
      return before.refused(content, String.valueOf(e.getMessage()));
    }
  }

  // Every metric carries channel and type, so within one process they cannot change.
  private static State accepted(byte[] content, ConnectorConfiguration read, State before) {
    ConnectorConfiguration current = before.current();
    if (current != null
        && (!current.channel().equals(read.channel()) || current.type() != read.type())) {
      return before.refused(
          content,
          "connector.json: this process serves %s %s and cannot become %s %s. Start another connector."
              .formatted(current.type(), current.channel(), read.type(), read.channel()));
    }
    return new State(content, read, null);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by Arrays.equals only
  private record State(
      byte @Nullable [] content,
      @Nullable ConnectorConfiguration current,
      @Nullable String problem) {

    State refused(byte @Nullable [] refused, String why) {
      return why.equals(problem) && Arrays.equals(refused, content)
          ? this
          : new State(refused, current, why);
    }
  }
}
