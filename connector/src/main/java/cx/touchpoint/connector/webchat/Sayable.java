package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.attachment.Limits;
import cx.touchpoint.connector.cloudevent.TouchpointEvents;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a customer may say at all, whoever they are and however much is going on. */
final class Sayable {

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Sayable() {}

  /** A UUID, empty when the text is none. */
  static Optional<UUID> uuid(String text) {
    return UUID_FORM.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /** Why this cannot be said, empty when it can. */
  static Optional<Rejection> wrong(ClientFrame.Say say, Terms terms) {
    if (uuid(say.id()).isEmpty()) {
      return Optional.of(Rejection.NO_UUID);
    } else if (!say.attachments().isEmpty() && terms.attachments().isEmpty()) {
      return Optional.of(Rejection.NO_FILES);
    } else if (!areIds(say.attachments())) {
      return Optional.of(Rejection.BAD_FILES);
    } else if (say.text().isBlank() && say.attachments().isEmpty()) {
      return Optional.of(Rejection.BLANK);
    } else if (say.text().length() > TouchpointEvents.LONGEST_TEXT) {
      return Optional.of(Rejection.TOO_LONG);
    }
    return Optional.empty();
  }

  private static boolean areIds(List<String> ids) {
    return ids.size() <= Limits.MOST_OF_A_MESSAGE
        && ids.stream().map(Sayable::uuid).flatMap(Optional::stream).distinct().count()
            == ids.size();
  }
}
