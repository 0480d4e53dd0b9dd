package cx.touchpoint.api.v1alpha1;

/** Who keeps a promise that several Channels make. */
public enum Per {
  /** Each Channel by itself. */
  Channel,
  /** All of them taken together. */
  Together
}
