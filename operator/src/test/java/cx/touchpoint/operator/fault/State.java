package cx.touchpoint.operator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.api.v1alpha1.Channel;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one namespace's Channel has become, in a form in which two namespaces can be compared. */
final class State {

  /** What the API server, and only it, gives an object. */
  private static final List<String> GIVEN =
      List.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "generation",
          "selfLink",
          "clusterIP",
          "clusterIPs",
          "nodePort",
          "healthCheckNodePort",
          "lastTransitionTime",
          "observedGeneration",
          "time",
          "touchpoint.cx/template-since");

  private State() {}

  /** By kind and name. */
  static Map<String, String> of(String namespace, KubernetesClient client) {
    var state = new TreeMap<String, String>();
    Channel channel =
        client.resources(Channel.class).inNamespace(namespace).withName("support").require();
    Children.in(namespace, client)
        .forEach((name, child) -> state.put(name, comparable(child, channel)));
    if (channel.getStatus() != null) {
      state.put("status", comparable(channel.getStatus(), channel));
      // Otherwise a state that is yet to come could not be told from the one before it.
      boolean seen =
          channel.getMetadata().getGeneration().equals(channel.getStatus().observedGeneration());
      state.put("generation", seen ? "observed" : "not yet observed");
    }
    return state;
  }

  private static String comparable(Object object, Channel channel) {
    JsonNode json = Serialization.jsonMapper().valueToTree(object);
    strip(json);
    return new KubernetesSerialization()
        .asYaml(json)
        .replace(channel.getMetadata().getNamespace(), "NAMESPACE")
        .replace(channel.getMetadata().getUid(), "UID");
  }

  private static void strip(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.remove(GIVEN);
    }
    json.forEach(State::strip);
  }
}
