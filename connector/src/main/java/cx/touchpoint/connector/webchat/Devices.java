package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.conversation.Arrival;
import org.jspecify.annotations.Nullable;

/** What kind of device a browser runs on, as far as it tells. */
final class Devices {

  private Devices() {}

  /** What an app runs on, none of which names itself as browsers do. */
  static Arrival.Device ofApp(@Nullable String userAgent) {
    return of(userAgent) == Arrival.Device.Mobile ? Arrival.Device.Mobile : Arrival.Device.Unknown;
  }

  /** Every mobile browser says "Mobi" (MDN, "Browser detection using the user agent"). */
  static Arrival.Device of(@Nullable String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return Arrival.Device.Unknown;
    }
    return userAgent.contains("Mobi") ? Arrival.Device.Mobile : Arrival.Device.Desktop;
  }
}
