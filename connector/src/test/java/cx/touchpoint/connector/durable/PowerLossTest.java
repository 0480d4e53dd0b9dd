package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.store.Disk;
import cx.touchpoint.connector.store.PostgresServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database's machine loses its power while customers write. */
class PowerLossTest {

  private static final int CUSTOMERS = 8;
  private static final int MESSAGES = 400;

  @TempDir private Path files;
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void everyAcknowledgedMessageIsOnTheDisk() throws Exception {
    assertThat(found("shared_buffers = 16MB")).isEqualTo(acknowledged.size());
  }

  /**
   * Shows that the other test could fail; that nobody is promised anything here, the status says.
   */
  @Test
  void aDatabaseThatDoesNotSyncLosesAcknowledgedMessages() throws Exception {
    assertThat(found("shared_buffers = 16MB", "fsync = off")).isLessThan(acknowledged.size());
  }

  /** How many of the acknowledged messages are known after the power has come back. */
  private double found(String... settings) throws Exception {
    try (Disk disk = Disk.of(1024);
        PostgresServer database = PostgresServer.start(disk.directory(), settings);
        RunningConnector connector = connector(database.newDatabase())) {
      disk.sync();
      try (ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CUSTOMERS; i++) {
          String name = "customer-" + i;
          customers.submit(() -> write(name, connector));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= MESSAGES);
        database.freeze();
        disk.remember();
        over.set(true);
        database.kill();
      }
      disk.recall();
      database.restart();
      return duplicates(connector);
    }
  }

  /** Everything is sent once more: what is there is known to be a duplicate. */
  private double duplicates(RunningConnector connector) throws Exception {
    double before = connector.metrics().value("touchpoint_duplicates_total");
    for (String id : acknowledged) {
      await(id)
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofSeconds(60))
          .until(() -> send(connector, id) < 300);
    }
    return connector.metrics().value("touchpoint_duplicates_total") - before;
  }

  private void write(String customer, RunningConnector connector) {
    for (int i = 0; !over.get(); i++) {
      String id = customer + "/" + i;
      if (send(connector, id) < 300) {
        acknowledged.add(id);
      }
    }
  }

  private static int send(RunningConnector connector, String id) {
    List<String> customerAndNumber = List.of(id.split("/"));
    try {
      return RunningConnector.send(
              HttpRequest.newBuilder(connector.open("/hooks/webhook"))
                  .header("Authorization", "Bearer " + RunningConnector.TOKEN)
                  .header("Content-Type", "application/json")
                  .header("Prefer", "respond-async")
                  .header("ce-specversion", "1.0")
                  .header("ce-type", "cx.touchpoint.message.sent")
                  .header("ce-source", "/" + customerAndNumber.getFirst())
                  .header("ce-id", customerAndNumber.getLast())
                  .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"Where is it?\"}")))
          .statusCode();
    } catch (IOException e) {
      return 599;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private RunningConnector connector(String uri) throws Exception {
    return RunningConnector.in(files)
        .configured(Configuration.webhook().kept("shop").json())
        .with("credentials/token", RunningConnector.TOKEN)
        .with("history/uri", uri)
        .startedAndReady();
  }
}
