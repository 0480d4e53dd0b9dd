package cx.touchpoint.operator.channel;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.connectors.ConnectorReports;
import cx.touchpoint.operator.connectors.StatusQuestion;
import cx.touchpoint.operator.connectors.Wanted;
import cx.touchpoint.operator.keda.ScaledObject;
import cx.touchpoint.operator.kube.Applier;
import cx.touchpoint.operator.kube.EventRecorder;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.Malformations;
import cx.touchpoint.operator.kube.Names;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.kube.OptionalKinds;
import cx.touchpoint.operator.kube.OwnedKinds;
import cx.touchpoint.operator.kube.ServedApis;
import cx.touchpoint.operator.kube.StatusReports;
import cx.touchpoint.operator.responsetime.AnswerPromise;
import cx.touchpoint.operator.responsetime.Promises;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that is watched on behalf of Channels, and what it shows. */
public final class ChannelSources {

  /** What every Channel may become on any cluster. */
  private static final List<Class<? extends HasMetadata>> ALWAYS =
      List.of(
          ServiceAccount.class,
          ConfigMap.class,
          Service.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Deployment.class,
          Ingress.class,
          HorizontalPodAutoscaler.class);

  private static final String HOST_INDEX = "host";

  private final KubernetesClient client;
  private final HostClaims hosts = new HostClaims(new KnownHosts());
  private final Rollouts rollouts;
  private final OwnedKinds<Channel> owned = kinds();
  private final Applier<Channel> applier = new Applier<>(owned);
  private final SimpleInboundEventSource<Channel> nudges = new SimpleInboundEventSource<>("nudges");
  private final OptionalKinds<Channel> optional;
  private final ConnectorReports reports;
  private final ClassSource classes;
  private final HistorySource histories = new HistorySource();
  private final Malformations malformations;

  private @Nullable InformerEventSource<Pod, Channel> pods;
  private @Nullable InformerEventSource<ResponseTimeTarget, Channel> targets;
  private @Nullable InformerEventSource<ServiceLevelObjective, Channel> objectives;
  private @Nullable IndexerResourceCache<Channel> channels;

  /**
   * Watches through one client.
   *
   * @param served the optional APIs there are
   * @param classes where ChannelClasses come from
   * @param question asks a connector how it is
   * @param executor where connectors are asked
   */
  public ChannelSources(
      KubernetesClient client,
      ServedApis served,
      ClassSource classes,
      StatusQuestion question,
      Executor executor,
      Clock clock) {
    this.client = client;
    this.classes = classes;
    optional =
        new OptionalKinds<>(
            served,
            owned,
            Map.of(
                OptionalApi.GatewayApi, List.of(HTTPRoute.class),
                OptionalApi.PrometheusOperator, List.of(PodMonitor.class, PrometheusRule.class),
                OptionalApi.Probes, List.of(Probe.class),
                OptionalApi.Keda, List.of(ScaledObject.class)));
    malformations = new Malformations(client);
    rollouts = new Rollouts(new KnownConnectors(), nudges::propagateEvent, clock);
    reports = new ConnectorReports(question, executor, clock, nudges::propagateEvent);
  }

  List<EventSource<?, Channel>> open(EventSourceContext<Channel> context) {
    channels = context.getPrimaryCache();
    // Pods are not ours to write: they are only looked at, so they stay out of the owned kinds.
    pods = kinds().add(Pod.class, context);
    channels.addIndexer(HOST_INDEX, ChannelSources::host);
    var all = new ArrayList<EventSource<?, Channel>>(owned.add(ALWAYS, context));
    all.addAll(classes.open(context, nudges::propagateEvent));
    all.add(pods);
    targets = new InformerEventSource<>(PromiseSources.ofTargets(channels), context);
    objectives = new InformerEventSource<>(PromiseSources.ofObjectives(channels), context);
    all.add(histories.open(context));
    all.add(targets);
    all.add(objectives);
    all.add(nudges);
    return all;
  }

  Applier<Channel> applier() {
    return applier;
  }

  Set<OptionalApi> served(Context<Channel> context) {
    return optional.align(context.eventSourceRetriever());
  }

  Classes.Resolution classOf(Channel channel) {
    return classes.resolve(channel);
  }

  /** What a Channel names, as far as it is there. */
  Referred referred(Channel channel) {
    return Referred.of(
        channel,
        classOf(channel),
        name -> histories.get(channel.getMetadata().getNamespace(), name));
  }

  /** What the targets of its namespace let a Channel's connectors count. */
  List<Promise> promises(Channel channel) {
    return Promises.of(channel, neighbouring(channel));
  }

  /** What the targets of its namespace promise of a Channel's answers. */
  List<AnswerPromise> answers(Channel channel) {
    return AnswerPromise.of(channel, neighbouring(channel));
  }

  /** The targets of its namespace. */
  List<ResponseTimeTarget> neighbouring(Channel channel) {
    return Objects.requireNonNull(targets, "opened")
        .byIndex(Cache.NAMESPACE_INDEX, channel.getMetadata().getNamespace());
  }

  /** How statuses are written, with the same client. */
  StatusReports<Channel, ChannelStatus> reports(EventRecorder events) {
    return new StatusReports<>(client, Channel::new, ChannelStatus::conditions, events);
  }

  HostClaims hosts() {
    return hosts;
  }

  Rollouts rollouts() {
    return rollouts;
  }

  Malformations malformations() {
    return malformations;
  }

  /** Before a Deployment's replicas are left to an autoscaler. */
  void handOverReplicas(Channel channel, ConnectorPlan plan) {
    own(Deployment.class, channel)
        .ifPresent(
            connector ->
                ReplicaHandover.bringAbout(
                    client, plan.scaling(), connector, Applier.FIELD_MANAGER));
  }

  /** What was made for this Channel before and goes on whatever becomes of its class, in words. */
  Optional<String> lasting(Channel channel) {
    return own(Deployment.class, channel)
        .map(it -> "its connectors keep running as they were")
        .or(
            () ->
                own(Probe.class, Names.probe(channel.getMetadata().getName()), channel)
                    .map(it -> "its page is still fetched as before"));
  }

  /** Where its public Service is reached from outside the cluster, as far as anybody has said. */
  Optional<String> serviceAddress(Channel channel) {
    return Reach.ofService(own(Service.class, channel), pods(channel));
  }

  /** Drops what is remembered of connectors of a Channel that has none, or none any more. */
  void forgetConnectors(Channel channel) {
    rollouts.forget(channel);
    reports.forget(ResourceID.fromResource(channel));
  }

  Observed observe(Channel channel, ConnectorPlan plan) {
    List<Pod> pods = pods(channel);
    Optional<? extends HasMetadata> route =
        switch (plan.exposure()) {
          case Exposure.ByGateway it -> own(HTTPRoute.class, channel);
          case Exposure.ByIngress it -> own(Ingress.class, channel);
          case Exposure.HostTaken it -> Optional.empty();
          case Exposure.ByService it -> Optional.empty();
          case Exposure.Inside it -> Optional.empty();
        };
    Optional<? extends HasMetadata> scaler =
        switch (plan.scaling()) {
          case Scaling.Fixed it -> Optional.empty();
          case Scaling.ByCpu it -> own(HorizontalPodAutoscaler.class, channel);
          case Scaling.ByKeda it -> own(ScaledObject.class, channel);
          case Scaling.ByPromise it -> own(ScaledObject.class, channel);
        };
    return new Observed(
        own(Deployment.class, channel),
        own(Service.class, channel),
        route,
        scaler,
        pods,
        reports.observe(
            ResourceID.fromResource(channel),
            pods,
            new Wanted(plan.configuration().revision(), plan.configuration().history() != null)));
  }

  /** Asks connectors that are due. Call it about once a second while leading. */
  public void askConnectors() {
    if (channels != null) {
      IndexerResourceCache<Channel> known = channels;
      reports.askDue(id -> known.get(id).isPresent());
    }
  }

  /** How many Channels have this status of their condition Ready; without one it is Unknown. */
  public long countReady(String status) {
    IndexerResourceCache<Channel> known = channels;
    return known == null ? 0 : known.list(it -> ChannelStatuses.ready(it).equals(status)).count();
  }

  /** Wakes Channels that wait for something another has given up. Call it about once a second. */
  public void wakeWaiting() {
    if (channels != null) {
      hosts.wake(nudges::propagateEvent);
      rollouts.wake();
    }
  }

  /** Looks for changes of classes that cannot be watched. Call it every few seconds. */
  public void refreshClasses() {
    if (channels != null) {
      classes.refresh();
    }
  }

  /** Looks at one Channel again, because something was heard of it. */
  public void look(String namespace, String name) {
    nudges.propagateEvent(new ResourceID(name, namespace));
  }

  /** Looks at every Channel again, because what all of them depend on has changed. */
  public void lookAtAll() {
    if (channels != null) {
      channels.list(it -> true).map(ResourceID::fromResource).forEach(nudges::propagateEvent);
    }
  }

  /** The object of a kind that carries the Channel's one name, unless it is another Channel's. */
  private <R extends HasMetadata> Optional<R> own(Class<R> kind, Channel channel) {
    return own(kind, Names.connector(channel.getMetadata().getName()), channel);
  }

  private <R extends HasMetadata> Optional<R> own(Class<R> kind, String name, Channel channel) {
    return owned
        .get(kind, channel.getMetadata().getNamespace(), name)
        .filter(it -> isOf(channel, it));
  }

  private static OwnedKinds<Channel> kinds() {
    return new OwnedKinds<>(Channel.class, Labels.CHANNEL, Labels.managed(Labels.CONNECTOR));
  }

  private static List<String> host(Channel channel) {
    return channel.getSpec() == null || channel.getSpec().host() == null
        ? List.of()
        : List.of(HostClaims.normal(channel.getSpec().host()));
  }

  private IndexerResourceCache<Channel> known() {
    return Objects.requireNonNull(channels, "opened");
  }

  private List<Pod> pods(Channel channel) {
    return Objects.requireNonNull(pods, "opened").getSecondaryResources(channel).stream()
        .filter(it -> isOf(channel, it))
        .sorted(Comparator.comparing(it -> it.getMetadata().getName()))
        .toList();
  }

  private final class KnownConnectors implements Rollouts.View {
    @Override
    public Stream<Channel> channels() {
      return known().list();
    }

    @Override
    public Optional<Channel> channel(ResourceID id) {
      return known().get(id);
    }

    @Override
    public Optional<Deployment> connector(Channel channel) {
      return own(Deployment.class, channel);
    }

    @Override
    public List<Pod> pods(Channel channel) {
      return ChannelSources.this.pods(channel);
    }

    @Override
    public List<ServiceLevelObjective> objectives(Channel channel) {
      return Objects.requireNonNull(objectives, "opened")
          .byIndex(Cache.NAMESPACE_INDEX, channel.getMetadata().getNamespace());
    }
  }

  private final class KnownHosts implements HostClaims.View {
    @Override
    public Stream<Channel> channels() {
      return known().list();
    }

    @Override
    public Optional<Channel> channel(ResourceID id) {
      return known().get(id);
    }

    @Override
    public Stream<Channel> naming(String host) {
      return known().byIndex(HOST_INDEX, host).stream();
    }

    @Override
    public Classes.Resolution classOf(Channel channel) {
      return ChannelSources.this.classOf(channel);
    }

    @Override
    public Set<String> routed(Channel channel) {
      Set<String> hosts = new HashSet<>();
      own(HTTPRoute.class, channel)
          .filter(it -> it.getSpec() != null)
          .ifPresent(it -> hosts.addAll(it.getSpec().getHostnames()));
      own(Ingress.class, channel)
          .ifPresent(it -> it.getSpec().getRules().forEach(rule -> hosts.add(rule.getHost())));
      return hosts;
    }
  }

  private static boolean isOf(Channel channel, HasMetadata object) {
    return channel
        .getMetadata()
        .getName()
        .equals(object.getMetadata().getLabels().get(Labels.CHANNEL));
  }
}
