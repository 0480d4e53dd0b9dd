package cx.touchpoint.api.v1alpha1;

/** What is said of peers of a network policy in several places. */
final class Peers {

  static final String MESSAGE =
      "must be either an ipBlock, or a podSelector, a namespaceSelector or both, for example"
          + " {ipBlock: {cidr: 10.0.0.0/8}}";

  private Peers() {}
}
