package cx.touchpoint.api.v1alpha1;

/** When a promise is in force. */
public enum During {
  Always,
  /** In the opening hours of the Channel's engagement policy. */
  OpenHours
}
