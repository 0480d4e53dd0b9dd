package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Kubernetes Events (events.k8s.io/v1), for those who read kubectl describe. */
public final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  /** The API server refuses a longer note, in characters. */
  private static final int LONGEST_NOTE = 1024;

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;

  /**
   * Records in the name of one operator process.
   *
   * @param instance which process, usually the pod's name
   */
  public EventRecorder(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  /** Tells what a condition turned to. An Event that cannot be written is logged and lost. */
  public void record(HasMetadata about, Condition condition) {
    var now = clock.instant();
    String note = condition.getMessage();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(about.getMetadata().getName() + "-")
            .withNamespace(about.getMetadata().getNamespace())
            .endMetadata()
            .withEventTime(new MicroTime(MICROS.format(now)))
            .withReportingController("touchpoint.cx/operator")
            .withReportingInstance(instance)
            .withAction("Reconcile")
            .withType("False".equals(condition.getStatus()) ? "Warning" : "Normal")
            .withReason(condition.getReason())
            .withNote(note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE))
            .withRegarding(
                new ObjectReferenceBuilder()
                    .withApiVersion(about.getApiVersion())
                    .withKind(about.getKind())
                    .withNamespace(about.getMetadata().getNamespace())
                    .withName(about.getMetadata().getName())
                    .withUid(about.getMetadata().getUid())
                    .build())
            .build();
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (Refusal.isOfEndingNamespace(e)) {
        return; // with whoever would have read it
      }
      LOG.warn(
          "Event {} about {} {} was not written: {}",
          condition.getReason(),
          about.getKind(),
          about.getMetadata().getName(),
          e.getMessage());
    }
  }
}
