package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.Responder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who may reach the internal port to reply later: the Channel's own namespace and those of its
 * responder and its desk. Only where messages are kept and a responder can prove to be one.
 */
final class LateReplies {

  private static final Pattern SERVICE =
      Pattern.compile("https?://[a-z0-9-]+[.]([a-z0-9-]+)([.]svc([.:/].*)?|[:/].*)?");

  private LateReplies() {}

  static List<NetworkPolicyPeer> peers(Channel channel, ChannelInputs inputs) {
    Responder.Http http = Answering.http(channel.getSpec());
    if (inputs.history().isEmpty() || http == null || http.auth() == null) {
      return List.of();
    }
    Set<String> namespaces = new LinkedHashSet<>(List.of(channel.getMetadata().getNamespace()));
    Stream.of(http.url(), http.deskUrl())
        .filter(Objects::nonNull)
        .map(SERVICE::matcher)
        .filter(Matcher::matches)
        .forEach(service -> namespaces.add(service.group(1)));
    return namespaces.stream()
        .map(
            namespace ->
                new NetworkPolicyPeerBuilder()
                    .withNewNamespaceSelector()
                    .addToMatchLabels(Limits.NAMESPACE_NAME, namespace)
                    .endNamespaceSelector()
                    .build())
        .toList();
  }
}
