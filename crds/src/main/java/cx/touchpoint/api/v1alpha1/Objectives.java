package cx.touchpoint.api.v1alpha1;

/** The form of a share that is promised. */
final class Objectives {

  /** From 1% to 99.9999%: less is no promise, and all of them nobody can keep. */
  static final String FORM = "^[1-9][0-9]?([.][0-9]{1,4})?%$";

  static final String MESSAGE =
      "must be a share from 1% to 99.9999%, for example 99.9%: 100% leaves no budget for any error";

  private Objectives() {}
}
