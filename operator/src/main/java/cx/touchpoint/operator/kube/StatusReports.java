package cx.touchpoint.operator.kube;

import cx.touchpoint.operator.condition.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a status gets to those who read it: into the object, and as an Event when it turned.
 *
 * @param <P> a kind of ours
 * @param <S> its status
 */
public final class StatusReports<P extends CustomResource<?, S>, S> {

  private static final String READY = "Ready";

  private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);

  private final KubernetesClient client;
  private final Supplier<P> empty;
  private final Function<S, List<Condition>> conditions;
  private final EventRecorder events;

  /**
   * Reports on one kind.
   *
   * @param empty makes an object of the kind with nothing in it
   * @param conditions those of a status
   */
  public StatusReports(
      KubernetesClient client,
      Supplier<P> empty,
      Function<S, List<Condition>> conditions,
      EventRecorder events) {
    this.client = client;
    this.empty = empty;
    this.conditions = conditions;
    this.events = events;
  }

  /** What to write by server-side apply; nothing when the object says so already. */
  public Optional<P> due(P object, S status) {
    if (status.equals(object.getStatus())) {
      return Optional.empty();
    }
    P base = wasMalformed(object) ? merge(object, "null") : object;
    tellOfTurn(object, status);
    return Optional.of(withStatus(base, status));
  }

  /**
   * Writes what is due and remembers it, unless another object has taken the place of the one that
   * it is about: of the new one nothing is known yet, and what happens to it wakes us anyway.
   */
  public void write(P object, P due, Context<P> context) {
    try {
      PrimaryUpdateAndCacheUtils.updateAndCacheResource(
          object,
          context,
          current -> {
            if (!current.getMetadata().getUid().equals(object.getMetadata().getUid())) {
              throw new ReplacedException();
            }
            return due;
          },
          it -> client.resource(it).subresource("status").patch(apply()));
    } catch (ReplacedException e) {
      LOG.info("it was replaced by another of its name before this could be said of it");
    }
  }

  private static PatchContext apply() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(Applier.FIELD_MANAGER)
        .withForce(true)
        .build();
  }

  private static final class ReplacedException extends RuntimeException {
    ReplacedException() {
      super(null, null, false, false);
    }
  }

  /**
   * Writes a status beside a spec that is not of its form. Server-side apply would hold the whole
   * object against its definition; this holds only what it changes, as far as the definition's
   * rules can be evaluated at all. Where they cannot, the Event is all that can be said.
   */
  public void reportMalformed(P object, S status) {
    if (status.equals(object.getStatus())) {
      return;
    }
    tellOfTurn(object, status);
    try {
      merge(object, client.getKubernetesSerialization().asJson(status));
    } catch (KubernetesClientException e) {
      LOG.warn("the API server takes no status of it until it is mended: {}", e.getMessage());
    }
  }

  private P merge(P object, String status) {
    String patch =
        "{\"metadata\":{\"resourceVersion\":\"%s\"},\"status\":%s}"
            .formatted(object.getMetadata().getResourceVersion(), status);
    return client
        .resource(named(object))
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** What a merge wrote belongs to no field manager that a later apply could take it from. */
  private boolean wasMalformed(P object) {
    Condition ready = object.getStatus() == null ? null : ready(object.getStatus());
    return ready != null && Malformations.REASON.equals(ready.getReason());
  }

  /**
   * Only what names it, and the status: a patch of the whole observed object would own its spec.
   * For want of the version it could meet a new object of that name; a uid is ignored here.
   */
  private P withStatus(P object, S status) {
    P fresh = named(object);
    fresh.getMetadata().setResourceVersion(object.getMetadata().getResourceVersion());
    fresh.setStatus(status);
    return fresh;
  }

  private P named(P object) {
    P fresh = empty.get();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(object.getMetadata().getName())
            .withNamespace(object.getMetadata().getNamespace())
            .build());
    return fresh;
  }

  private void tellOfTurn(P object, S status) {
    Condition former = object.getStatus() == null ? null : ready(object.getStatus());
    Condition now = ready(status);
    if (now != null && isNews(former, now)) {
      LOG.info("Ready is {}, {}: {}", now.getStatus(), now.getReason(), now.getMessage());
      events.record(object, now);
    }
  }

  /** That a new object is well, or on its way, is none: nothing has turned. */
  private static boolean isNews(@Nullable Condition former, Condition now) {
    return former == null
        ? now.getStatus().equals("False")
        : !former.getStatus().equals(now.getStatus())
            || !former.getReason().equals(now.getReason());
  }

  private @Nullable Condition ready(S status) {
    return Conditions.find(conditions.apply(status), READY).orElse(null);
  }
}
