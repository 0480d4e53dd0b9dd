package cx.touchpoint.connector.credentials;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.Source;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.State;
import cx.touchpoint.connector.configuration.MountedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mounted credentials. What was good once goes on being used when its file vanishes or turns
 * bad, so that a slip of the hand does not end a running channel; {@link #states()} tells of it.
 */
public final class Credentials {

  private final Map<Source, Path> directories;
  private volatile Snapshot snapshot = new Snapshot(Map.of(), List.of(), Set.of());

  /**
   * @param channel where the Channel's own Secret is mounted
   * @param responder where the responder's Secret is mounted
   */
  public Credentials(Path channel, Path responder) {
    this.directories = Map.of(Source.Channel, channel, Source.Responder, responder);
  }

  /** The values that count now, empty while there never was a good one. */
  public Optional<Keyring> keyring(CredentialKind kind) {
    return Optional.ofNullable(snapshot.keyrings().get(kind));
  }

  /** One entry per credential the configuration asks for, and per former one that is unusable. */
  public List<Credential> states() {
    return snapshot.states();
  }

  /** Whether each credential the configuration asks for was good at least once. */
  public boolean complete() {
    Snapshot now = snapshot;
    return now.keyrings().keySet().containsAll(now.required());
  }

  /**
   * Looks at the files once.
   *
   * @return whether anything changed
   */
  public synchronized boolean reload(ConnectorConfiguration configuration) {
    Snapshot before = snapshot;
    Set<CredentialKind> required = CredentialKind.requiredBy(configuration);
    Map<CredentialKind, Keyring> keyrings = new EnumMap<>(CredentialKind.class);
    keyrings.putAll(before.keyrings());
    List<Credential> states = new ArrayList<>();
    for (CredentialKind kind : required) {
      read(kind, keyrings, states);
    }
    if (before.sameAs(keyrings, states, required)) {
      return false;
    }
    snapshot = new Snapshot(Map.copyOf(keyrings), List.copyOf(states), Set.copyOf(required));
    return true;
  }

  private void read(
      CredentialKind kind, Map<CredentialKind, Keyring> keyrings, List<Credential> states) {
    Found current = find(kind, kind.key());
    states.add(current.credential());
    if (current.value().isEmpty()) {
      return;
    }
    List<byte[]> accepted = new ArrayList<>();
    accepted.add(current.value().get());
    Found previous = find(kind, kind.key() + "Previous");
    previous.value().ifPresent(accepted::add);
    if (previous.credential().state() == State.Invalid) {
      states.add(previous.credential());
    }
    keyrings.put(kind, new Keyring(accepted));
  }

  private Found find(CredentialKind kind, String key) {
    Path file = directories.getOrDefault(kind.source(), Path.of("")).resolve(key);
    try {
      Optional<byte[]> content = MountedFile.read(file);
      if (content.isEmpty()) {
        return Found.bad(
            kind, key, State.Missing, "The Secret has no key %s. Add it.".formatted(key));
      }
      // A value written with an editor or echo ends in a newline that nobody meant.
      String text = new String(content.get(), StandardCharsets.UTF_8).strip();
      return new Found(
          Optional.of(kind.parse(text)), new Credential(kind.source(), key, State.Valid, null));
    } catch (UnusableCredential e) {
      return Found.bad(kind, key, State.Invalid, key + " " + e.getMessage());
    } catch (IOException e) {
      return Found.bad(kind, key, State.Invalid, key + " cannot be read: " + e.getMessage());
    }
  }

  private record Found(Optional<byte[]> value, Credential credential) {
    static Found bad(CredentialKind kind, String key, State state, String message) {
      return new Found(Optional.empty(), new Credential(kind.source(), key, state, message));
    }
  }

  private record Snapshot(
      Map<CredentialKind, Keyring> keyrings,
      List<Credential> states,
      Set<CredentialKind> required) {

    boolean sameAs(
        Map<CredentialKind, Keyring> others,
        List<Credential> otherStates,
        Set<CredentialKind> otherRequired) {
      return states.equals(otherStates)
          && required.equals(otherRequired)
          && keyrings.keySet().equals(others.keySet())
          && keyrings.entrySet().stream()
              .allMatch(
                  e -> {
                    Keyring other = others.get(e.getKey());
                    return other != null && e.getValue().sameAs(other);
                  });
    }
  }
}
