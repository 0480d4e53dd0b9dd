package cx.touchpoint.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.OperatorProcess;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrimmingTest {

  private final KubernetesSerialization serialization = OperatorProcess.serialization();

  @Test
  void ofAPodStaysWhatIsRead() {
    Pod pod =
        serialization.unmarshal(
            """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "chat-1", "labels": {"touchpoint.cx/channel": "chat"}},
             "spec": {"containers": [{"name": "connector"}]},
             "status": {"podIP": "198.51.100.7"}}
            """,
            Pod.class);
    assertThat(pod.getSpec()).isNull();
    assertThat(pod.getMetadata().getLabels()).containsEntry("touchpoint.cx/channel", "chat");
    assertThat(pod.getStatus().getPodIP()).isEqualTo("198.51.100.7");
  }

  @Test
  void whatManyObjectsSayIsHeldOnce() {
    String text =
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "chat-1", "labels": {"touchpoint.cx/channel": "chat-1"}}}
        """;
    Pod one = serialization.unmarshal(text, Pod.class);
    Pod other = serialization.unmarshal(text, Pod.class);
    assertThat(one.getMetadata().getName()).isSameAs(other.getMetadata().getName());
    assertThat(one.getMetadata().getLabels().get("touchpoint.cx/channel"))
        .isSameAs(other.getMetadata().getName());
  }

  @Test
  void ofTheOwnersOfFieldsWeStayAlone() {
    Deployment deployment =
        serialization.unmarshal(
            """
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "chat", "managedFields": [
               {"manager": "touchpoint", "operation": "Apply",
                "fieldsV1": {"f:spec": {"f:replicas": {}, "f:list": {".": {}, "v:b": {}, "v:a": {}}}}},
               {"manager": "touchpoint", "operation": "Apply", "subresource": "status",
                "fieldsV1": {"f:status": {"f:replicas": {}}}},
               {"manager": "kube-controller-manager", "operation": "Update",
                "fieldsV1": {"f:metadata": {}}}]}}
            """,
            Deployment.class);
    assertThat(deployment.getMetadata().getManagedFields())
        .singleElement()
        .extracting(ManagedFieldsEntry::getFieldsV1)
        .satisfies(
            fields ->
                assertThat(fields.getAdditionalProperties())
                    .isEqualTo(
                        Map.of(
                            "f:spec",
                            Map.of(
                                "f:replicas",
                                Map.of(),
                                "f:list",
                                Map.of(".", Map.of(), "v:b", Map.of(), "v:a", Map.of())))));
  }
}
