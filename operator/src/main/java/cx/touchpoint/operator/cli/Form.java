package cx.touchpoint.operator.cli;

/** The forms in which commands print what they found. */
enum Form {
  /** For people. */
  text,
  /** For programs; stable. */
  json
}
