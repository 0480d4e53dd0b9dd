package cx.touchpoint.operator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.operator.channel.ChannelReconciler;
import cx.touchpoint.operator.channel.ChannelSources;
import cx.touchpoint.operator.channel.ClassSource;
import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.connectors.StatusQuestion;
import cx.touchpoint.operator.fairness.FairExecutor;
import cx.touchpoint.operator.fairness.Submitting;
import cx.touchpoint.operator.history.ConversationHistoryReconciler;
import cx.touchpoint.operator.kube.EventRecorder;
import cx.touchpoint.operator.kube.Requests;
import cx.touchpoint.operator.kube.ServedApis;
import cx.touchpoint.operator.kube.Tolerance;
import cx.touchpoint.operator.kube.Trimming;
import cx.touchpoint.operator.management.Leadership;
import cx.touchpoint.operator.management.ManagementServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator, wired by hand. */
public final class OperatorProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /**
   * How often the client itself repeats a request that the API server failed. Its default of ten
   * holds a reconcile for twenty seconds; the reconcile's own retry waits without a thread.
   */
  public static final int REQUEST_RETRIES = 3;

  /**
   * How often a Channel is looked at although nothing was heard of it. Watches tell everything;
   * this mends what a missed word would leave, for one pass over the caches and no request.
   */
  public static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  /** 16 reconciles at once keep two cores busy; more only wait for the API server. */
  private static final int RECONCILE_THREADS = 16;

  /** So long a start waits for a namespace that may be closed to us; it is tried again for ever. */
  private static final Duration PATIENCE_WITH_A_NAMESPACE = Duration.ofSeconds(5);

  /** A namespace whose reconciles all hang leaves some threads to the others. */
  private static final int RECONCILE_THREADS_OF_ONE = 12;

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final int FIRST_RETRY_MILLIS = 1_000;
  private static final int SLOWEST_RETRY_MILLIS = 60_000;
  private static final double RETRY_GROWTH = 2;

  private static final int DISCOVERY_SECONDS = 15;
  private static final int CLASSES_SECONDS = 5;

  private final FairExecutor reconciles;
  private final Operator operator;
  private final OperatorClient api;
  private final Leadership leadership;
  private final ManagementServer management;
  private final ServedApis served;
  private final ChannelSources sources;
  private final PromiseControllers promises;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Wires an operator; {@link #start} runs it.
   *
   * @param api stays open until the caller closes it
   * @param question asks a connector how it is
   */
  public OperatorProcess(
      OperatorEnvironment environment, OperatorClient api, StatusQuestion question, Clock clock) {
    this(environment, api, question, clock, LOOK_AGAIN);
  }

  /**
   * Wires an operator that looks again in a rhythm of its own.
   *
   * @param lookAgain in place of {@link #LOOK_AGAIN}
   */
  public OperatorProcess(
      OperatorEnvironment environment,
      OperatorClient api,
      StatusQuestion question,
      Clock clock,
      Duration lookAgain) {
    var submitting = new Submitting();
    reconciles = new FairExecutor(RECONCILE_THREADS, RECONCILE_THREADS_OF_ONE, submitting);
    this.api = api;
    var registry = api.metrics().registry();
    leadership = api.leadership();
    KubernetesClient client = api.kubernetes();
    operator =
        new Operator(
            it -> {
              it.withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withExecutorService(reconciles)
                  .withReconciliationTerminationTimeout(STOP_PATIENCE)
                  .withMetrics(
                      new AggregatedMetrics(
                          List.of(
                              MicrometerMetrics.withoutPerResourceMetrics(registry), submitting)));
              if (environment.namespaced().isPresent()) {
                // A team that takes its namespace away, or our Role in it, must not stop the rest.
                it.withStopOnInformerErrorDuringStartup(false)
                    .withCacheSyncTimeout(PATIENCE_WITH_A_NAMESPACE);
              }
              if (environment.leaderElection()) {
                it.withLeaderElectionConfiguration(leadership.configuration());
              }
            });
    served = new ServedApis(client);
    ClassSource classes = classes(environment, client);
    sources =
        new ChannelSources(
            client, served, classes, api.metrics().counted(question), questions, clock);
    api.metrics().showChannels(sources::countReady);
    api.metrics().showLeader(() -> !environment.leaderElection() || leadership.isLeading());
    var settings =
        new OperatorSettings(
            environment.namespace(),
            environment.connectorImage(),
            environment.promises().runbooks());
    var events = new EventRecorder(client, environment.instance(), clock);
    promises =
        new PromiseControllers(
            client,
            served,
            classes,
            environment.promises(),
            questions,
            events,
            clock,
            it -> sources.look(it.namespace(), it.name()),
            sources::lookAtAll);
    register(
        new ChannelReconciler(
            sources, promises::said, environment.promises().rhythm(), settings, events, clock),
        environment,
        lookAgain);
    register(new ConversationHistoryReconciler(client, events, clock), environment, lookAgain);
    promises.reconcilers().forEach(it -> register(it, environment, lookAgain));
    management = new ManagementServer(environment.managementPort(), registry, operator);
  }

  private <P extends HasMetadata> void register(
      Reconciler<P> reconciler, OperatorEnvironment environment, Duration lookAgain) {
    operator.register(
        reconciler,
        it -> {
          it.withReconciliationMaxInterval(lookAgain)
              .withGenerationAware(false)
              .withOnUpdateFilter(Requests::differ)
              .withRetry(
                  new GenericRetry()
                      .setInitialInterval(FIRST_RETRY_MILLIS)
                      .setIntervalMultiplier(RETRY_GROWTH)
                      .setMaxInterval(SLOWEST_RETRY_MILLIS)
                      .withoutMaxAttempts());
          environment.namespaced().ifPresent(only -> it.settingNamespaces(only.namespaces()));
        });
  }

  private static ClassSource classes(OperatorEnvironment environment, KubernetesClient client) {
    return environment
        .namespaced()
        .map(it -> ClassSource.ofRelease(it.classes(), client, it.namespaces()))
        .orElseGet(() -> ClassSource.ofCluster(client));
  }

  /** How the API server's answers are read: nothing that is stored in there must stop us. */
  public static KubernetesSerialization serialization() {
    return new KubernetesSerialization(
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .addModule(Tolerance.module())
            .addModule(Trimming.module())
            .build(),
        true);
  }

  /** Starts watching; returns when every cache is filled. */
  public void start() {
    management.start();
    served.discover();
    operator.start();
    timer.scheduleWithFixedDelay(
        logged("asking connectors", sources::askConnectors), 1, 1, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        logged("waking Channels that wait", sources::wakeWaiting), 1, 1, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        logged("looking for changed classes", sources::refreshClasses),
        CLASSES_SECONDS,
        CLASSES_SECONDS,
        TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        logged("asking Prometheus", promises::askPrometheus), 1, 1, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        logged("looking for optional APIs", this::discoverApis),
        DISCOVERY_SECONDS,
        DISCOVERY_SECONDS,
        TimeUnit.SECONDS);
  }

  private void discoverApis() {
    if (served.discover()) {
      sources.lookAtAll();
      promises.apisChanged();
    }
  }

  /** The port metrics and probes are served on. */
  public int managementPort() {
    return management.port();
  }

  /** Stops, finishes what is being reconciled, and hands the lease on at once. */
  @Override
  public void close() {
    leadership.stopping();
    timer.shutdownNow();
    questions.shutdownNow();
    // Before the caches go: whoever reads them then takes everything for gone.
    reconciles.settle(STOP_PATIENCE);
    operator.stop();
    leadership.release(api.kubernetes());
    management.close();
  }

  /** A timer that throws is never called again, so it must not. */
  private static Runnable logged(String what, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.warn("{} failed and will be tried again: {}", what, e.toString());
      }
    };
  }
}
