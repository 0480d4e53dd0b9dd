package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.ChannelSpec;
import java.util.List;
import java.util.stream.Stream;

/** The public paths of a connector, by type. */
final class Paths {

  static final String SOCKET = "/ws";
  static final String WIDGET = "/widget.js";
  static final String DEMO = "/demo";
  static final String ATTACHMENTS = "/attachments";
  static final String WEBHOOK = "/hooks/webhook";
  static final String PING = "/ping";

  private Paths() {}

  static List<String> of(ChannelSpec spec) {
    return switch (spec.type()) {
      case WebChat, Kiosk ->
          with(
              spec,
              hasDemo(spec) ? List.of(SOCKET, WIDGET, PING, DEMO) : List.of(SOCKET, WIDGET, PING));
      case InApp -> with(spec, List.of(SOCKET, PING));
      case Webhook -> List.of(WEBHOOK, PING);
      case Website -> List.of();
    };
  }

  /** Whether what lies below it is served too: each file has a path of its own. */
  static boolean isPrefix(String path) {
    return path.equals(ATTACHMENTS);
  }

  private static List<String> with(ChannelSpec spec, List<String> paths) {
    return hasAttachments(spec)
        ? Stream.concat(paths.stream(), Stream.of(ATTACHMENTS)).toList()
        : paths;
  }

  private static boolean hasAttachments(ChannelSpec spec) {
    return (spec.webChat() != null && spec.webChat().attachments() != null)
        || (spec.inApp() != null && spec.inApp().attachments() != null);
  }

  /** Whether customers are routed to it by us. A Website stands elsewhere. */
  static boolean areRouted(ChannelSpec spec) {
    return spec.type() != ChannelSpec.Type.Website;
  }

  static boolean hasDemo(ChannelSpec spec) {
    return (spec.webChat() != null
            && spec.webChat().demoPage() == ChannelSpec.WebChat.DemoPage.Served)
        || (spec.kiosk() != null && spec.kiosk().demoPage() == ChannelSpec.WebChat.DemoPage.Served);
  }
}
