package cx.touchpoint.operator.objective;

/** The names of the series that are recorded and of the alerts. */
public final class Series {

  public static final String VALID = "touchpoint:slo_valid:rate";
  public static final String BAD = "touchpoint:slo_bad:rate";
  public static final String UP = "touchpoint:slo_targets:up";
  public static final String VALID_BLOCK = "touchpoint:slo_valid:rate_mean5m";
  public static final String BAD_BLOCK = "touchpoint:slo_bad:rate_mean5m";
  public static final String VALID_BY_PERIOD = "touchpoint:slo_valid:rate_mean5m_by_period";
  public static final String BAD_BY_PERIOD = "touchpoint:slo_bad:rate_mean5m_by_period";
  public static final String OBJECTIVE = "touchpoint:slo:objective";
  public static final String VALID_PERIOD = "touchpoint:slo_valid:rate_period";
  public static final String BAD_PERIOD = "touchpoint:slo_bad:rate_period";
  public static final String RATIO_PERIOD = "touchpoint:slo_errors:ratio_period";
  public static final String BUDGET = "touchpoint:slo:budget_remaining";
  public static final String EXHAUSTION = "touchpoint:slo:seconds_to_exhaustion";
  public static final String BURN_RATE = "touchpoint:slo:burn_rate1h";
  public static final String DATA_STATE = "touchpoint:slo:data_state";
  public static final String UTC_OFFSET = "touchpoint:slo:utc_offset_seconds";
  public static final String ELAPSED = "touchpoint:slo:period_elapsed_seconds";
  public static final String LENGTH = "touchpoint:slo:period_length_seconds";

  public static final String BURN_FAST = "TouchpointBudgetBurnFast";
  public static final String BURN_SLOW = "TouchpointBudgetBurnSlow";
  public static final String SOURCE_DOWN = "TouchpointSourceDown";
  public static final String METRIC_MISSING = "TouchpointMetricMissing";

  private Series() {}

  /**
   * The share of bad events within a window.
   *
   * @param window as it stands in the name, for example {@code 1h}
   */
  static String ratio(String window) {
    return "touchpoint:slo_errors:ratio" + window;
  }
}
