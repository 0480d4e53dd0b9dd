package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.store.Disk;
import cx.touchpoint.connector.store.PostgresServer;
import cx.touchpoint.connector.store.SlowLine;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is full, or slow. */
class StoreInTroubleTest {

  /** More than may wait for the database. */
  private static final int MANY = 600;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path files;

  @Test
  void aFullDiskIsToldAndNothingIsAcknowledgedUntilThereIsRoomAgain() throws Exception {
    try (Disk disk = Disk.of(256);
        PostgresServer server = PostgresServer.start(disk.directory());
        RunningConnector connector = connector("a", server.newDatabase())) {
      assertThat(send(connector, "e1").statusCode()).isEqualTo(202);
      disk.fill();
      HttpResponse<String> refused = untilRefused(connector);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body()).contains("store_unavailable");
      assertThat(history(connector, "state")).isEqualTo("Full");
      assertThat(history(connector, "message")).contains("disk is full").endsWith("Give it room.");

      disk.empty();
      await().atMost(PATIENCE).until(() -> send(connector, "e2").statusCode() == 202);
      await().atMost(PATIENCE).until(() -> history(connector, "state").equals("Durable"));
      double before = connector.metrics().value("touchpoint_duplicates_total");
      assertThat(send(connector, "e1").statusCode()).isIn(200, 202);
      assertThat(connector.metrics().value("touchpoint_duplicates_total")).isEqualTo(before + 1);
    }
  }

  @Test
  void whoWouldWaitTooLongForASlowDatabaseIsRefusedAndOthersAreNotHeldUp() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String uri = server.newDatabase();
    try (SlowLine line = new SlowLine(server.port());
        RunningConnector slow =
            connector("slow", uri.replace(":" + server.port(), ":" + line.port()));
        RunningConnector other = connector("other", server.newDatabase());
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      line.slow(Duration.ofSeconds(2));
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        String id = "e" + i;
        sent.add(senders.submit(() -> send(slow, id)));
      }
      assertThat(send(other, "e1").statusCode()).isEqualTo(202);

      List<Integer> statuses = new ArrayList<>();
      for (Future<HttpResponse<String>> each : sent) {
        HttpResponse<String> response = each.get();
        statuses.add(response.statusCode());
        if (response.statusCode() == 503) {
          assertThat(response.headers().firstValue("Retry-After")).isPresent();
        }
      }
      assertThat(statuses).containsOnly(202, 503);
      assertThat(slow.metrics().value("touchpoint_requests_total{outcome=overloaded}"))
          .as("refused because others wait already")
          .isGreaterThan(MANY / 2.0);

      line.slow(Duration.ZERO);
      // Each comes to its answer; those that were acknowledged are known.
      double known = slow.metrics().value("touchpoint_duplicates_total");
      for (int i = 0; i < MANY; i++) {
        String id = "e" + i;
        await(id)
            .pollDelay(Duration.ZERO)
            .atMost(PATIENCE)
            .until(() -> send(slow, id).statusCode() < 300);
      }
      long acknowledged = statuses.stream().filter(it -> it == 202).count();
      assertThat(slow.metrics().value("touchpoint_duplicates_total") - known)
          .isGreaterThanOrEqualTo(acknowledged);
    }
  }

  /** There is still some room within files that are there. */
  private static HttpResponse<String> untilRefused(RunningConnector connector) throws Exception {
    for (int i = 0; i < 2_000; i++) {
      HttpResponse<String> response = send(connector, "filling-" + i);
      if (response.statusCode() != 202) {
        assertThat(response.statusCode()).isEqualTo(503);
        return response;
      }
    }
    throw new AssertionError("the disk does not get full");
  }

  private static String history(RunningConnector connector, String field) throws Exception {
    return new JsonMapper()
        .readTree(RunningConnector.get(connector.internal("/status")).body())
        .at("/history/" + field)
        .asText();
  }

  private static HttpResponse<String> send(RunningConnector connector, String id) throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(connector.open("/hooks/webhook"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN)
            .header("Content-Type", "application/json")
            .header("Prefer", "respond-async")
            .header("ce-specversion", "1.0")
            .header("ce-type", "cx.touchpoint.message.sent")
            .header("ce-source", "/" + id)
            .header("ce-id", id)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"text\":\"%s\"}".formatted("long ".repeat(600)))));
  }

  private RunningConnector connector(String name, String uri) throws Exception {
    return RunningConnector.in(files.resolve(name))
        .configured(Configuration.webhook().kept("shop").json())
        .with("credentials/token", RunningConnector.TOKEN)
        .with("history/uri", uri)
        .startedAndReady();
  }
}
