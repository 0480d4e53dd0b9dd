package cx.touchpoint.connector.conversation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace a message belongs to, passed on untouched (W3C Trace Context, level 1).
 *
 * @param traceparent the header of that name, null when the message belongs to none
 * @param tracestate the header of that name, null when there was none
 */
public record TraceContext(@Nullable String traceparent, @Nullable String tracestate) {

  /** A message that belongs to no trace. */
  public static final TraceContext NONE = new TraceContext(null, null);

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int LONGEST_STATE = 512;

  /**
   * What can be passed on of two headers as they came; the rest is dropped, as the standard says.
   */
  public static TraceContext of(@Nullable String traceparent, @Nullable String tracestate) {
    if (traceparent == null || !TRACEPARENT.matcher(traceparent).matches()) {
      return NONE;
    }
    boolean usable =
        tracestate != null
            && tracestate.length() <= LONGEST_STATE
            && tracestate.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    return new TraceContext(traceparent, usable ? tracestate : null);
  }
}
