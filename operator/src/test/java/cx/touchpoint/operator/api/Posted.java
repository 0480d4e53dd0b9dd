package cx.touchpoint.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** An object of ours as a real API server meets it for the first time, to the letter. */
final class Posted {

  private static final String API = "touchpoint.cx/v1alpha1";

  private Posted() {}

  /** Why the server refuses the object, empty when it would take it. Nothing is stored. */
  static Optional<Status> refusal(JsonNode object, KubernetesClient client) {
    String uri = path(object.path("kind").asText(), client) + "?dryRun=All&fieldValidation=Strict";
    try {
      client.raw(uri, "POST", object);
      return Optional.empty();
    } catch (KubernetesClientException refused) {
      return Optional.of(refused.getStatus());
    }
  }

  /** Where objects of a kind are, as the server itself says. */
  static String path(String kind, KubernetesClient client) {
    APIResource served =
        client.getApiResources(API).getResources().stream()
            .filter(it -> it.getKind().equals(kind) && !it.getName().contains("/"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(API + " has no " + kind));
    return "/apis/"
        + API
        + (served.getNamespaced() ? "/namespaces/default/" : "/")
        + served.getName();
  }
}
