package cx.touchpoint.operator.overview;

import java.time.Instant;

/** Where an overview is shown again and again. */
public interface Display {

  /** Shows how it is now. */
  void show(Overview overview, Instant now);

  /** Says why it cannot be shown at the moment. */
  void trouble(String why, Instant now);
}
