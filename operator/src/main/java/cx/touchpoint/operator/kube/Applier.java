package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a plan about: deletes what the owner still has and the plan does not, writes by
 * server-side apply what differs from the cache. Where nothing differs, nothing is sent.
 *
 * @param <P> the kind of the plan's owner
 */
public final class Applier<P extends HasMetadata> {

  /** Under this name the API server remembers which fields are ours. */
  public static final String FIELD_MANAGER = "touchpoint";

  /**
   * A resource version that no object ever has, because etcd begins to count with it. An apply that
   * asks for it succeeds only where there is nothing yet, and says 409 where there is something.
   */
  private static final String OF_NOTHING = "1";

  private final OwnedKinds<P> owned;

  /** Compares with the given caches. */
  public Applier(OwnedKinds<P> owned) {
    this.owned = owned;
  }

  /**
   * Brings the plan about, in its order.
   *
   * @throws Refusal when the API server refuses an object, or it belongs to somebody else
   */
  public void apply(P owner, Plan plan, Context<P> context) {
    // First, because KEDA refuses a ScaledObject while our own autoscaler is still there.
    removeAllBut(plan.objects().stream().map(Key::of).collect(Collectors.toSet()), owner, context);
    for (HasMetadata object : plan.objects()) {
      try {
        apply(owner, object, context);
      } catch (KubernetesClientException e) {
        throw Refusal.of("writing", object, e);
      }
    }
  }

  /**
   * Looks before anything is written outside of a plan.
   *
   * @throws Refusal when what stands in the object's place belongs to somebody else, for example to
   *     a deleted owner of the same name
   */
  public void refuseIfTaken(P owner, HasMetadata desired) {
    owned
        .source(kind(desired))
        .get(ResourceID.fromResource(desired))
        .filter(it -> !isOwned(it, owner))
        .ifPresent(
            it -> {
              throw taken(it, owner);
            });
  }

  @SuppressWarnings("unchecked") // an object's own class is the class of its kind
  private static <R extends HasMetadata> Class<R> kind(R object) {
    return (Class<R>) object.getClass();
  }

  private <R extends HasMetadata> void apply(P owner, R desired, Context<P> context) {
    var source = owned.source(kind(desired));
    ResourceID id = ResourceID.fromResource(desired);
    R actual = source.get(id).orElse(null);
    if (actual == null) {
      source.handleRecentResourceCreate(id, create(owner, desired, context));
      return;
    }
    if (!isOwned(actual, owner)) {
      throw taken(actual, owner);
    }
    if (!SSABasedGenericKubernetesResourceMatcher.<R>getInstance()
        .matches(actual, desired, context)) {
      source.handleRecentResourceUpdate(id, update(actual, desired, context), actual);
    }
  }

  /**
   * An object we have never seen must be new: were it somebody's, server-side apply would merge
   * into it. Ours is taken back, for example after somebody removed the labels by which the cache
   * finds it.
   */
  private <R extends HasMetadata> R create(P owner, R desired, Context<P> context) {
    R fresh = copy(desired, context);
    fresh.getMetadata().setResourceVersion(OF_NOTHING);
    try {
      return patch(fresh, context);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      R present = context.getClient().resource(desired).get();
      if (present == null) {
        throw e;
      }
      if (!isControlledBy(present, owner)) {
        throw taken(present, owner);
      }
      return update(present, desired, context);
    }
  }

  /** Never creates: an object that was deleted meanwhile is no longer the one that was seen. */
  private <R extends HasMetadata> R update(R actual, R desired, Context<P> context) {
    R changed = copy(desired, context);
    changed.getMetadata().setUid(actual.getMetadata().getUid());
    return patch(changed, context);
  }

  private static <R extends HasMetadata> R copy(R object, Context<?> context) {
    return context.getClient().getKubernetesSerialization().clone(object);
  }

  private <R extends HasMetadata> R patch(R desired, Context<P> context) {
    return context
        .getClient()
        .resource(desired)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FIELD_MANAGER)
                .withForce(true)
                .build());
  }

  private void removeAllBut(Set<Key> wanted, P owner, Context<P> context) {
    for (HasMetadata present : owned.of(owner)) {
      if (!wanted.contains(Key.of(present)) && isControlledBy(present, owner)) {
        try {
          context
              .getClient()
              .resource(present)
              .lockResourceVersion(present.getMetadata().getResourceVersion())
              .delete();
        } catch (KubernetesClientException e) {
          throw Refusal.of("deleting", present, e);
        }
      }
    }
  }

  /** What a deleted owner of the same name left is on its way out; what is another's stays. */
  private static Refusal taken(HasMetadata object, HasMetadata owner) {
    boolean left =
        object.getMetadata().getOwnerReferences().stream()
            .anyMatch(
                it ->
                    Boolean.TRUE.equals(it.getController())
                        && it.getKind().equals(owner.getKind())
                        && it.getName().equals(owner.getMetadata().getName()));
    return left ? Refusal.left(object, owner) : Refusal.taken(object);
  }

  /** Ours, or nobody's: somebody may have removed the owner reference by hand. */
  private static boolean isOwned(HasMetadata object, HasMetadata owner) {
    return isControlledBy(object, owner)
        || object.getMetadata().getOwnerReferences().stream()
            .noneMatch(it -> Boolean.TRUE.equals(it.getController()));
  }

  private static boolean isControlledBy(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            it ->
                Boolean.TRUE.equals(it.getController())
                    && it.getUid().equals(owner.getMetadata().getUid()));
  }

  private record Key(String kind, String name) {
    static Key of(HasMetadata object) {
      return new Key(object.getKind(), object.getMetadata().getName());
    }
  }
}
