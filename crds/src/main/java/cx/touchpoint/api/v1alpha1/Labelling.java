package cx.touchpoint.api.v1alpha1;

/** What Kubernetes takes as a label. */
final class Labelling {

  static final String KEY = "^([-a-z0-9.]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";
  static final String VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";

  private Labelling() {}
}
