package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.operator.reference.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A ResponseTimeTarget or ServiceLevelObjective in some files, and whose promise it is.
 *
 * @param object the promise
 * @param selection how it chooses Channels
 * @param around the Channels of its namespace in these files
 * @param channels those of them that it chooses
 */
record Promise(
    Checked object, ChannelSelection selection, List<Checked> around, List<Checked> channels) {

  static final String TARGET = "ResponseTimeTarget";
  static final String OBJECTIVE = "ServiceLevelObjective";

  /** The promises that speak of Channels, as far as an API server would take them. */
  static List<Promise> of(List<Checked> objects) {
    var promises = new ArrayList<Promise>();
    for (Checked object : objects) {
      if (object.accepted() && isPromise(object) && object.stored().at("/spec").has("channels")) {
        ChannelSelection selection = selection(object);
        List<Checked> around =
            objects.stream()
                .filter(it -> it.kind().equals("Channel"))
                .filter(it -> it.namespace().equals(object.namespace()))
                .toList();
        promises.add(
            new Promise(
                object,
                selection,
                around,
                around.stream().filter(it -> chooses(selection, it)).toList()));
      }
    }
    return promises;
  }

  static boolean isPromise(Checked object) {
    return object.kind().equals(TARGET) || object.kind().equals(OBJECTIVE);
  }

  /** The names it chooses by, none when it chooses by labels. */
  List<String> names() {
    return Objects.requireNonNullElse(selection.names(), List.of());
  }

  /** Whether a name is among the Channels of its namespace here. */
  boolean knows(String name) {
    return around.stream().anyMatch(it -> it.document().name().equals(name));
  }

  /** Whether the cluster can add nothing to the Channels it chooses here. */
  boolean complete() {
    return !names().isEmpty() && names().stream().allMatch(this::knows);
  }

  private static boolean chooses(ChannelSelection selection, Checked channel) {
    Map<String, String> labels = new HashMap<>();
    for (var label : channel.stored().at("/metadata/labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    return Selection.chooses(selection, channel.document().name(), labels);
  }

  private static ChannelSelection selection(Checked object) {
    JsonNode written = object.stored().at("/spec/channels");
    try {
      return new JsonMapper().treeToValue(written, ChannelSelection.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          object.title() + " meets its schema and its channels cannot be read", e);
    }
  }
}
