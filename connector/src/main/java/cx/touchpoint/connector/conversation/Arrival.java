package cx.touchpoint.connector.conversation;

/**
 * How a customer came.
 *
 * @param entry where the conversation began
 * @param device what the customer holds
 * @param answeredBefore whether the conversation is known to have had an answer, from whichever
 *     replica
 */
public record Arrival(Entry entry, Device device, boolean answeredBefore) {

  /** The {@code entry} label. */
  public enum Entry {
    /** The widget on one of the company's pages. */
    Widget,
    /** The connector's own demo page. */
    DemoPage,
    /** The widget on a device that one person uses after another. */
    Kiosk,
    /** An app of the company's. */
    App,
    /** An event from one of the company's systems. */
    Event
  }

  /** The {@code device} label. */
  public enum Device {
    Desktop,
    Mobile,
    Unknown
  }
}
