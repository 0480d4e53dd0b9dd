package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.operator.reference.Chosen;
import cx.touchpoint.operator.validation.Checked;
import cx.touchpoint.operator.validation.Document;
import cx.touchpoint.operator.validation.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Channels that promises of files are about, wherever they are: in the files, in a cluster, or
 * known by nothing but their names.
 */
final class MeantChannels {

  private static final Set<String> PROMISES = Set.of("ResponseTimeTarget", "ServiceLevelObjective");

  private final List<Checked> objects;
  private final ClusterOptions cluster;
  private final List<Finding> remarks = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> websites = new HashSet<>();

  MeantChannels(List<Checked> objects, ClusterOptions cluster) {
    this.objects = new ArrayList<>(objects);
    this.cluster = cluster;
    Plans.channels(objects).forEach(it -> known.add(key(it.namespace(), it.document().name())));
    List<Checked> promises =
        objects.stream().filter(it -> it.accepted() && PROMISES.contains(it.kind())).toList();
    if (cluster.given()) {
      addOfCluster(
          promises.stream().map(Checked::namespace).collect(Collectors.toCollection(TreeSet::new)));
    } else {
      promises.stream().filter(MeantChannels::isOnlyAboutPages).forEach(this::rememberPages);
      promises.forEach(this::addByName);
    }
  }

  /** What the files have, and the Channels they do not have. */
  List<Checked> objects() {
    return List.copyOf(objects);
  }

  /** What was taken for granted. */
  List<Finding> remarks() {
    return List.copyOf(remarks);
  }

  /** What the files say of a Channel goes before what the cluster has. */
  private void addOfCluster(Set<String> namespaces) {
    try (Cluster opened = cluster.open()) {
      for (String namespace : namespaces) {
        for (var channel : opened.channels(namespace)) {
          add(namespace, new JsonMapper().valueToTree(channel));
        }
      }
    }
  }

  private void addByName(Checked promise) {
    ChannelSelection selection = selection(promise);
    if (selection == null) {
      return;
    }
    if (selection.selector() != null) {
      requireAny(promise, selection);
    }
    for (String name : Chosen.names(selection)) {
      boolean website = websites.contains(key(promise.namespace(), name));
      ObjectNode channel = JsonNodeFactory.instance.objectNode();
      channel.putObject("metadata").put("name", name);
      ObjectNode spec = channel.putObject("spec");
      spec.put("type", (website ? ChannelSpec.Type.Website : ChannelSpec.Type.WebChat).name());
      if (!website) {
        // Else promises of matters could not be tried, whatever the Channel is.
        spec.putObject("conversationHistoryRef").put("name", "assumed");
      }
      if (add(promise.namespace(), channel)) {
        remarks.add(
            promise.note(
                "spec.channels.names",
                "%s is not among these files and taken for %s; if it is not, add its file or give --kubeconfig"
                    .formatted(name, website ? "a Website" : "a Channel with connectors")));
      }
    }
  }

  private void requireAny(Checked promise, ChannelSelection selection) {
    boolean any =
        Plans.channels(objects).stream()
            .filter(it -> it.namespace().equals(promise.namespace()))
            .map(Plans::read)
            .anyMatch(it -> Chosen.chooses(selection, it));
    if (!any) {
      throw new UserError(
          promise
              .error(
                  "spec.channels.selector",
                  "chooses none of the Channels in these files: add theirs, or give --kubeconfig or --context to look in a cluster")
              .toString());
    }
  }

  private boolean add(String namespace, JsonNode channel) {
    String name = channel.at("/metadata/name").asText();
    if (!known.add(key(namespace, name))) {
      return false;
    }
    var document = new Document("<cluster>", channel, Map.of());
    return objects.add(new Checked(document, "Channel", namespace, channel, true));
  }

  private void rememberPages(Checked promise) {
    ChannelSelection selection = selection(promise);
    if (selection != null) {
      Chosen.names(selection).forEach(it -> websites.add(key(promise.namespace(), it)));
    }
  }

  private static boolean isOnlyAboutPages(Checked promise) {
    JsonNode targets = promise.stored().at("/spec/targets");
    return !targets.isEmpty()
        && targets.findValuesAsText("phase").stream().allMatch(Phase.Load.name()::equals);
  }

  private static @Nullable ChannelSelection selection(Checked promise) {
    JsonNode channels = promise.stored().at("/spec/channels");
    return channels.isObject()
        ? new JsonMapper().convertValue(channels, ChannelSelection.class)
        : null;
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
