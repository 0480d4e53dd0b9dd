package cx.touchpoint.api.v1alpha1;

/** What a name must be like that becomes part of other names and of labels. */
final class ObjectNames {

  static final String RULE =
      "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')";

  static final String MESSAGE =
      "becomes part of other names: use at most 63 lower-case letters, digits and '-', beginning"
          + " with a letter, ending with a letter or digit";

  private ObjectNames() {}
}
