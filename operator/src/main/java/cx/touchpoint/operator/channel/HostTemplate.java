package cx.touchpoint.operator.channel;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A class's {@code hostTemplate}, read in both directions. */
final class HostTemplate {

  private static final String CHANNEL = "{channel}";
  private static final String NAMESPACE = "{namespace}";

  /** The longest name of a Channel or a namespace. */
  private static final int LONGEST = 63;

  private HostTemplate() {}

  /** The host it makes for a Channel. */
  static String host(String template, String channel, String namespace) {
    return template.replace(CHANNEL, channel).replace(NAMESPACE, namespace);
  }

  /**
   * Every Channel of which it would make this host. There can be several: {@code
   * {channel}-{namespace}} makes {@code a-b-c} of a in b-c and of a-b in c. At most 63 are tried,
   * so nobody has to walk through all the Channels there are.
   */
  static Stream<ResourceID> makers(String template, String host) {
    int channels = count(template, CHANNEL);
    int namespaces = count(template, NAMESPACE);
    int room =
        host.length()
            - template.length()
            + channels * CHANNEL.length()
            + namespaces * NAMESPACE.length();
    if (channels == 0 || namespaces == 0) {
      return Stream.empty();
    }
    return IntStream.rangeClosed(1, LONGEST)
        .filter(it -> (room - channels * it) > 0 && (room - channels * it) % namespaces == 0)
        .boxed()
        .flatMap(it -> maker(template, host, it, (room - channels * it) / namespaces).stream());
  }

  private static java.util.Optional<ResourceID> maker(
      String template, String host, int ofChannel, int ofNamespace) {
    String channel =
        part(template, host, template.indexOf(CHANNEL), NAMESPACE, ofNamespace, ofChannel);
    String namespace =
        part(template, host, template.indexOf(NAMESPACE), CHANNEL, ofChannel, ofNamespace);
    return ofNamespace <= LONGEST && host.equals(host(template, channel, namespace))
        ? java.util.Optional.of(new ResourceID(channel, namespace))
        : java.util.Optional.empty();
  }

  /** What stands in the host where the template has a placeholder for the first time. */
  private static String part(
      String template, String host, int at, String other, int ofOther, int length) {
    int before = count(template.substring(0, at), other);
    int start = at + before * (ofOther - other.length());
    return start < 0 || start + length > host.length() ? "" : host.substring(start, start + length);
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
