package cx.touchpoint.connector.webchat;

import java.util.Optional;
import java.util.UUID;

/** Which conversation an account has on all of its devices. */
public interface Accounts {

  /** Where each device has its own. */
  Accounts APART = _ -> Optional.empty();

  /** The account's one conversation, empty where it has none. May block. */
  Optional<UUID> conversationOf(String account);
}
