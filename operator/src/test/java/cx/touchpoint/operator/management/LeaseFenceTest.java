package cx.touchpoint.operator.management;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a client may write, against a server that takes whatever it is told. */
final class LeaseFenceTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** What is thrown where a real operator ends. */
  private static final class Ended extends RuntimeException {}

  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final InstantSource clock = now::get;
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status.get(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    var fence =
        new LeaseFence(
            Leadership.LEASE,
            "me",
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            clock.withZone(ZoneOffset.UTC),
            nanoTime::get,
            () -> {
              throw new Ended();
            });
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("lease", fence))
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  @Test
  void nothingIsWrittenBeforeTheLeaseIsHeld() {
    assertThatThrownBy(this::write).isInstanceOf(Ended.class);
    assertThatCode(() -> client.configMaps().inNamespace("n").list()).doesNotThrowAnyException();
  }

  @Test
  void aRenewalIsReliedOnForItsTimeAndNoLonger() {
    renew("me", NOW);
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThatCode(this::write).doesNotThrowAnyException();
    nanoTime.addAndGet(1);
    assertThatThrownBy(this::write).isInstanceOf(Ended.class);
  }

  @Test
  void timeThatTheMachineSleptCounts() {
    renew("me", NOW);
    now.set(NOW.plusSeconds(10));
    assertThatThrownBy(this::write).isInstanceOf(Ended.class);
  }

  @Test
  void aWallClockThatIsSetBackProlongsNothing() {
    renew("me", NOW);
    now.set(NOW.minusSeconds(60));
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThatThrownBy(this::write).isInstanceOf(Ended.class);
  }

  @Test
  void timeThatARenewalSpentOnItsWayCounts() {
    renew("me", NOW.minusSeconds(9));
    assertThatCode(this::write).doesNotThrowAnyException();
    renew("me", NOW.minusSeconds(10));
    assertThatThrownBy(this::write).isInstanceOf(Ended.class);
  }

  @Test
  void aRenewalTheServerRefusedCountsForNothing() {
    status.set(409);
    assertThatThrownBy(() -> renew("me", NOW)).isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(this::write).isInstanceOf(Ended.class);
  }

  @Test
  void aLeaseGivenBackIsNotReliedOn() {
    renew("me", NOW);
    renew("", NOW);
    assertThatThrownBy(this::write).isInstanceOf(Ended.class);
  }

  private void renew(String holder, Instant at) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(Leadership.LEASE)
            .withNamespace("n")
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(holder)
            .withRenewTime(at.atZone(ZoneOffset.UTC))
            .endSpec()
            .build();
    client.resource(lease).create();
  }

  private void write() {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("x")
                .withNamespace("n")
                .endMetadata()
                .build())
        .create();
  }
}
