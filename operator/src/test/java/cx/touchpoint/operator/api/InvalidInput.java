package cx.touchpoint.operator.api;

import java.nio.file.Path;
import java.util.Locale;

/** The classes of input that people get wrong, and when each is told. */
enum InvalidInput {
  TYPE_BLOCK_MISMATCH(Told.AT_ONCE),
  UNKNOWN_FIELD(Told.AT_ONCE),
  WRONG_UNIT(Told.AT_ONCE),
  ZERO_OR_ABSURD_DURATION(Told.AT_ONCE),
  MIN_ABOVE_MAX(Told.AT_ONCE),
  BAD_HOST(Told.AT_ONCE),
  BAD_ORIGIN(Told.AT_ONCE),
  OVER_LONG(Told.AT_ONCE),
  DOTTED_NAME(Told.AT_ONCE),
  MALFORMED(Told.AT_ONCE),
  IMMUTABLE_CHANGE(Told.ON_CHANGE),
  BOUNDS_OUTSIDE_CLASS(Told.IN_STATUS),
  DUPLICATE_HOST(Told.IN_STATUS),
  UNKNOWN_CLASS(Told.IN_STATUS),
  UNKNOWN_HISTORY(Told.IN_STATUS),
  FORBIDDEN_NAMESPACE(Told.IN_STATUS),
  SELF_REFERENCE(Told.IN_STATUS);

  /** When a person hears of it, by the folder of its cases. */
  enum Told {
    /** By the API server, and by {@code touchpoint validate}. */
    AT_ONCE("api"),
    /** By the API server, which knows what was there before. */
    ON_CHANGE("change"),
    /** By the operator, which knows what else is there. */
    IN_STATUS("unresolvable");

    private final String folder;

    Told(String folder) {
      this.folder = folder;
    }

    Path folder() {
      return Path.of("src/test/resources", folder);
    }
  }

  private final Told told;

  InvalidInput(Told told) {
    this.told = told;
  }

  Told told() {
    return told;
  }

  /** The name of the folder of its cases. */
  String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
