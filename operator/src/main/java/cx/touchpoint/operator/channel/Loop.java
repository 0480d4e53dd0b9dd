package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.kube.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a Channel names itself as the one who answers it. */
final class Loop {

  private static final String HTTP = "spec.responder.http.";

  private Loop() {}

  static List<Problem> problems(Channel channel, Exposure exposure) {
    var http = Answering.http(channel.getSpec());
    if (http == null) {
      return List.of();
    }
    return Stream.of(
            problem("url", http.url(), channel, exposure),
            problem("deskUrl", http.deskUrl(), channel, exposure))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Problem> problem(
      String field, @Nullable String asked, Channel channel, Exposure exposure) {
    if (asked == null) {
      return Optional.empty();
    }
    URI url = parse(asked);
    boolean itself =
        isOwnService(host(url), channel)
            || leadsTo(url, exposure.host(), "", exposure.paths())
            || isPublicUrl(url, channel, exposure.paths());
    return itself
        ? Optional.of(
            new Problem(
                HTTP + field,
                asked
                    + " leads back to this Channel, which cannot answer itself: give the address of"
                    + " whoever answers, for example http://assistant."
                    + channel.getMetadata().getNamespace()
                    + ".svc/answer"))
        : Optional.empty();
  }

  /** By any of the names that cluster DNS has for a Service: with and without what follows. */
  private static boolean isOwnService(String host, Channel channel) {
    String name = channel.getMetadata().getName();
    String namespace = channel.getMetadata().getNamespace();
    String[] labels = host.split("[.]", 4);
    return List.of(Names.connector(name), Names.internalService(name)).contains(labels[0])
        && (labels.length < 2 || labels[1].equals(namespace))
        && (labels.length < 3 || labels[2].equals("svc"));
  }

  private static boolean isPublicUrl(URI url, Channel channel, List<String> paths) {
    String own = channel.getSpec().publicUrl();
    if (own == null) {
      return false;
    }
    URI known = parse(own);
    return leadsTo(url, host(known), known.getPath().replaceFirst("/+$", ""), paths);
  }

  /** Another path of the same host may well be somebody else's. */
  private static boolean leadsTo(
      URI url, @Nullable String host, String prefix, List<String> paths) {
    return host(url).equals(host)
        && paths.stream().anyMatch(path -> url.getPath().equals(prefix + path));
  }

  /** What no URI can be read from leads nowhere; the connector says so. */
  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      return URI.create("");
    }
  }

  private static String host(URI url) {
    return Objects.requireNonNullElse(url.getHost(), "")
        .toLowerCase(Locale.ROOT)
        .replaceFirst("[.]$", "");
  }
}
