package cx.touchpoint.operator.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.validation.Finding;
import cx.touchpoint.operator.validation.Source;
import cx.touchpoint.operator.validation.Validator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says what is wrong with an object that is stored and cannot be used: it was written while its
 * definition was looser than today's. Asked only after planning has failed, because it reads the
 * object anew, as it is stored, and holds it against the whole schema.
 */
public final class Malformations {

  /** What Ready says of an object that is itself malformed. */
  public static final String REASON = "Malformed";

  /** A person mends them one by one; more would only hide the first. */
  private static final int TOLD = 3;

  private final KubernetesClient client;

  /** Reads objects through this client. */
  public Malformations(KubernetesClient client) {
    this.client = client;
  }

  /** What must be mended in an object of ours before it can be planned; nothing when it is well. */
  public Optional<Verdict> of(HasMetadata suspect) {
    return faults(suspect)
        .map(
            it ->
                Verdict.no(
                    "Malformed",
                    "the stored %s does not meet its definition: %s. Mend it"
                        .formatted(suspect.getKind(), it)));
  }

  /** What must be mended in a class by those who wrote it; nothing when it is well. */
  public Optional<Verdict> ofClass(HasMetadata suspect) {
    return faults(suspect)
        .map(
            it ->
                Verdict.no(
                    "ClassMalformed",
                    "the stored %s %s does not meet its definition: %s. Ask the platform team to mend it"
                        .formatted(suspect.getKind(), suspect.getMetadata().getName(), it)));
  }

  /** What must be mended in a history before Channels can use it; nothing when it is well. */
  public Optional<Verdict> ofHistory(HasMetadata suspect) {
    return faults(suspect)
        .map(
            it ->
                Verdict.no(
                    "HistoryMalformed",
                    "the stored %s %s does not meet its definition: %s. Mend it"
                        .formatted(suspect.getKind(), suspect.getMetadata().getName(), it)));
  }

  private Optional<String> faults(HasMetadata suspect) {
    if (suspect.getMetadata().getUid() == null) {
      // From a file, and checked when it was read.
      return Optional.empty();
    }
    String text = client.raw(path(suspect));
    if (text == null) {
      return Optional.empty();
    }
    var stored = client.getKubernetesSerialization().unmarshal(text, ObjectNode.class);
    stored.remove("status");
    stored.withObject("/metadata").retain("name", "namespace");
    List<Finding> findings =
        new Validator(Optional.ofNullable(suspect.getMetadata().getNamespace()).orElse(""))
            .validate(List.of(new Source("stored", stored.toString()))).findings().stream()
                .filter(it -> it.severity() == Finding.Severity.Error)
                .limit(TOLD)
                .toList();
    return findings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            findings.stream()
                .map(it -> it.field() + ": " + it.message())
                .collect(Collectors.joining("; ")));
  }

  private static String path(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return "/apis/"
        + object.getApiVersion()
        + (namespace == null ? "" : "/namespaces/" + namespace)
        + "/"
        + object.getPlural()
        + "/"
        + object.getMetadata().getName();
  }
}
