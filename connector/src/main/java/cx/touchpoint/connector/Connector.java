package cx.touchpoint.connector;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.http.AddressLimit;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.PublicListener;
import cx.touchpoint.connector.http.Route;
import cx.touchpoint.connector.management.ManagementListener;
import cx.touchpoint.connector.management.RecordsListener;
import cx.touchpoint.connector.management.State;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import cx.touchpoint.connector.signin.SignIns;
import cx.touchpoint.connector.trust.CaBundle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One channel's connector: both listeners, what they serve, and how it ends. */
final class Connector implements State {

  private static final Logger log = LoggerFactory.getLogger(Connector.class);
  private static final long RELOAD_MILLIS = 1_000;
  private static final long DECIDE_MILLIS = 50;
  private static final Duration RETRY_CONFIGURED = Duration.ofSeconds(5);

  private final Flags flags;
  private final Ticks ticks;
  private final SignIns signIns;
  private final Mounts mounts;
  private final AddressLimit limit = new AddressLimit(this::limited);
  private final Vertx vertx;
  private final ExecutorService turns =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("turn-", 1).factory());
  private final AtomicInteger publicPort = new AtomicInteger();
  private final AtomicInteger managementPort = new AtomicInteger();
  private final AtomicInteger recordsPort = new AtomicInteger();
  private volatile @Nullable Channel channel;
  private volatile boolean draining;

  Connector(Flags flags, Ticks ticks) {
    this.flags = flags;
    this.ticks = ticks;
    int loops = Runtime.getRuntime().availableProcessors();
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2));
    CaBundle caBundle = new CaBundle(flags.ca());
    this.signIns = new SignIns(vertx, flags.signIn(), caBundle, turns, ticks.clock());
    this.mounts = new Mounts(flags, caBundle, signIns, this::configure);
  }

  /**
   * Reads what is mounted and listens.
   *
   * @throws ExecutionException when a port cannot be bound
   */
  void start() throws ExecutionException, InterruptedException {
    reload();
    DeploymentOptions everyLoop =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    Future<String> open =
        vertx.deployVerticle(
            () ->
                new PublicListener(flags.host(), flags.port(), limit, this::route, publicPort::set),
            everyLoop);
    await(open.mapEmpty());
    await(
        new ManagementListener(this)
            .listen(vertx, flags.host(), flags.managementPort())
            .onSuccess(managementPort::set)
            .mapEmpty());
    await(
        new RecordsListener(
                vertx,
                () -> kept().map(Keeping::store),
                () -> Optional.ofNullable(channel).flatMap(Channel::exports),
                turns)
            .listen(flags.recordsPort())
            .onSuccess(recordsPort::set)
            .mapEmpty());
    vertx.setPeriodic(
        RELOAD_MILLIS,
        _ -> {
          // Files may hang, an event loop must not.
          var _ = vertx.executeBlocking(this::reload);
        });
    vertx.setPeriodic(
        DECIDE_MILLIS,
        _ -> {
          Channel served = channel;
          if (served != null) {
            served.advance();
          }
        });
    log.info(
        "Listening for customers on port {}, inside the cluster on port {}",
        publicPort.get(),
        managementPort.get());
  }

  /**
   * Looks at the mounted files once.
   *
   * @return whether anything changed
   */
  boolean reload() {
    return mounts.reload();
  }

  private void configure(ConnectorConfiguration configuration) {
    Channel served = channel;
    if (served == null) {
      channel =
          new Channel(
              vertx,
              configuration,
              mounts.credentials(),
              mounts.caBundle(),
              signIns,
              flags.history(),
              turns,
              ticks,
              RandomGenerator.getDefault());
    } else {
      served.configure(configuration);
    }
    limit.configure(configuration.clients());
    log.info(
        "Serving {} {} by revision {}",
        configuration.type(),
        configuration.channel(),
        configuration.revision());
  }

  /**
   * Takes nothing new, lets what was taken end, and stops; never longer than the drain time.
   *
   * @return whether everything ended by itself
   */
  boolean stop() throws InterruptedException {
    draining = true;
    log.info("Draining: nothing new is taken");
    Channel served = channel;
    CompletableFuture<Void> drained =
        served == null ? CompletableFuture.completedFuture(null) : served.drain();
    boolean whole = ended(drained, flags.drainTime());
    if (!whole) {
      log.warn(
          "Not everything ended within {} s. Answers still awaited are lost to sockets of this replica; browsers send their messages again elsewhere.",
          flags.drainTime().toSeconds());
    }
    kill();
    log.info("Stopped");
    return whole;
  }

  /** Stops at once; what was taken is lost. */
  void kill() throws InterruptedException {
    // First of all: whoever is cut off here is noted as gone, which needs what follows.
    ended(vertx.close().toCompletionStage().toCompletableFuture(), Duration.ofSeconds(3));
    Channel served = channel;
    if (served != null) {
      served.close();
    }
    turns.shutdownNow();
  }

  int publicPort() {
    return publicPort.get();
  }

  int managementPort() {
    return managementPort.get();
  }

  int recordsPort() {
    return recordsPort.get();
  }

  @Override
  public ConnectorStatus status() {
    return mounts.status(draining, kept().map(Keeping::status).orElse(null));
  }

  @Override
  public Optional<String> obstacle() {
    return draining
        ? Optional.of("draining")
        : mounts.obstacle().or(() -> kept().flatMap(Keeping::obstacle));
  }

  private Optional<Keeping> kept() {
    return Optional.ofNullable(channel).flatMap(Channel::keeping);
  }

  @Override
  public Optional<Route> fromResponders() {
    return Optional.ofNullable(channel).map(Channel::fromResponders);
  }

  @Override
  public Optional<ConnectorMetrics> metrics() {
    return Optional.ofNullable(channel).map(Channel::metrics);
  }

  private void limited() {
    metrics().ifPresent(it -> it.request(RequestOutcome.LIMITED, 1));
  }

  private Optional<Route> route(String path) {
    Channel served = channel;
    return served == null
        ? Optional.of(
            request ->
                Problem.of(
                        503,
                        "Service Unavailable",
                        "The channel is not configured yet. Ask its owner.")
                    .retryAfter(RETRY_CONFIGURED)
                    .send(request.response()))
        : served.route(path);
  }

  private static void await(Future<Void> future) throws ExecutionException, InterruptedException {
    future.toCompletionStage().toCompletableFuture().get();
  }

  private static boolean ended(CompletableFuture<?> future, Duration longest)
      throws InterruptedException {
    try {
      future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      log.error("Stopping went wrong", e.getCause());
      return false;
    }
  }
}
