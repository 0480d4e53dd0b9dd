package cx.touchpoint.operator.fault;

import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A Channel alone in its namespace, and a class of its own. */
record SupportChannel(String namespace, KubernetesClient client) {

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %1$s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %1$s}
        responder: {type: Echo}
      """;

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: %2$s
        scaling: %3$s
        connector: {podAnnotations: {note: %4$s}}
      """;

  private static final String INGRESS =
      "{type: Ingress, hostTemplate: '{channel}-{namespace}.example.com',"
          + " ingress: {className: nginx}}";

  /** What the class says, one after the other. */
  enum Step {
    /** Everything is created. */
    Created(INGRESS, "{minReplicas: 3}", "first"),
    /** The Deployment changes; its replicas change hands, and an autoscaler is created. */
    Changed(INGRESS, "{minReplicas: 3, maxReplicas: 9}", "second"),
    /** The Ingress and the autoscaler are deleted. */
    Withdrawn("{type: None}", "{minReplicas: 3}", "second");

    private final String exposure;
    private final String scaling;
    private final String note;

    Step(String exposure, String scaling, String note) {
      this.exposure = exposure;
      this.scaling = scaling;
      this.note = note;
    }
  }

  /** In a new namespace of that name; neither Channel nor class is there yet. */
  static SupportChannel in(String namespace, KubernetesClient client) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return new SupportChannel(namespace, client);
  }

  /** Has the class say what it does at this step. */
  void classAt(Step step) {
    client
        .resource(CLASS.formatted(namespace, step.exposure, step.scaling, step.note))
        .forceConflicts()
        .serverSideApply();
  }

  void create() {
    client.resource(CHANNEL.formatted(namespace)).create();
  }

  void delete(DeletionPropagation propagation) {
    client
        .resources(Channel.class)
        .inNamespace(namespace)
        .withName("support")
        .withPropagationPolicy(propagation)
        .delete();
  }

  boolean exists() {
    return find().isPresent();
  }

  Optional<Channel> find() {
    return Optional.ofNullable(
        client.resources(Channel.class).inNamespace(namespace).withName("support").get());
  }

  /** The message of its condition Ready, empty where it has none yet. */
  String says() {
    return find()
        .map(Channel::getStatus)
        .flatMap(it -> Conditions.find(it.conditions(), "Ready"))
        .map(Condition::getMessage)
        .orElse("");
  }

  /** Tells of each form the Channel takes from now on. */
  SharedIndexInformer<Channel> watch(Consumer<Channel> seen) {
    return client
        .resources(Channel.class)
        .inNamespace(namespace)
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Channel channel) {
                seen.accept(channel);
              }

              @Override
              public void onUpdate(Channel former, Channel channel) {
                seen.accept(channel);
              }

              @Override
              public void onDelete(Channel channel, boolean unknown) {}
            });
  }

  /** What it has become. */
  Map<String, String> state() {
    return State.of(namespace, client);
  }

  /** The state when it has not changed for two seconds. */
  Map<String, String> settled() {
    var last = new LinkedHashMap<String, String>();
    await()
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              var now = state();
              boolean same = now.equals(last) && now.containsKey("status");
              last.clear();
              last.putAll(now);
              return same;
            });
    return Map.copyOf(last);
  }

  boolean isWrite(String method, String path) {
    return Request.isWrite(method, path) && isIn(path);
  }

  boolean isIn(String path) {
    return path.contains("/namespaces/" + namespace + "/");
  }

  /** Writes in the namespace that the API server answered, in that order. */
  List<Request> writes(FaultyApi api) {
    return api.answered().stream().filter(it -> isWrite(it.method(), it.path())).toList();
  }
}
