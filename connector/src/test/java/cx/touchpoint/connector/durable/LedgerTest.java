package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.ConnectorProcess;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers who write without end while everything they rely on dies. Senders and responder keep a
 * ledger of their own; at the end it has to be the same as what the senders are told.
 */
class LedgerTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int CUSTOMERS = 12;

  /** How long the responder thinks, so that there is always a turn to be interrupted. */
  private static final Duration THINKING = Duration.ofMillis(150);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path files;

  /** What each customer was promised: the texts that were acknowledged, in their order. */
  private final Map<String, List<String>> acknowledged = new ConcurrentHashMap<>();

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void whateverDiesEachAcknowledgedMessageIsAnsweredOnceAndInOrder() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        ScriptedResponder responder = new ScriptedResponder(this::answerOrFail)) {
      String uri = database.newDatabase();
      String configuration =
          Configuration.webhook().http(responder.url(), 5_000, false).kept("shop").json();
      try (ConnectorProcess one = replica("one", configuration, uri);
          ConnectorProcess other = replica("other", configuration, uri);
          ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<ConnectorProcess> replicas = List.of(one, other);
        List<Future<?>> writing = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
          String name = "customer-" + i;
          writing.add(customers.submit(() -> write(name, replicas)));
        }
        awaitMore(40);
        one.kill();
        awaitMore(40);
        one.restart();
        awaitMore(40);
        database.kill();
        database.restart();
        awaitMore(40);
        // Longer than a lease: the other takes over what this one has.
        other.frozenFor(() -> awaitMore(40, TurnLoop.LEASE.multipliedBy(2)));
        awaitMore(40);
        other.kill();
        one.kill();
        one.restart();
        other.restart();
        awaitMore(40);
        over.set(true);
        for (Future<?> each : writing) {
          each.get();
        }
        audit(replicas);
      }
    }
  }

  private void audit(List<ConnectorProcess> replicas) {
    List<String> wrong = new ArrayList<>();
    acknowledged.forEach(
        (customer, texts) -> {
          for (int i = 0; i < texts.size(); i++) {
            String id = Integer.toString(i);
            String text = texts.get(i);
            // Both replicas say the same, as often as they are asked.
            List<String> answers = new ArrayList<>();
            for (ConnectorProcess replica : replicas) {
              answers.add(
                  await("the answer to " + text)
                      .atMost(PATIENCE)
                      .until(() -> answer(replica, customer, id, text), it -> !it.isEmpty()));
            }
            if (answers.stream().distinct().count() != 1
                || !answers.getFirst().startsWith("re " + text + " #")) {
              wrong.add(text + " was answered " + answers);
            }
          }
          wrong.addAll(outOfOrder(customer, texts, replicas.getFirst()));
        });
    assertThat(wrong).isEmpty();
    assertThat(acknowledged.values().stream().mapToInt(List::size).sum()).isGreaterThan(200);
  }

  /** The answers' numbers rise, for the responder counts whom it answers. */
  private List<String> outOfOrder(String customer, List<String> texts, ConnectorProcess replica) {
    List<String> wrong = new ArrayList<>();
    int last = -1;
    for (int i = 0; i < texts.size(); i++) {
      String answer = answer(replica, customer, Integer.toString(i), texts.get(i));
      int number = Integer.parseInt(answer.substring(answer.indexOf('#') + 1));
      if (number <= last) {
        wrong.add(texts.get(i) + " was answered before what was said before it");
      }
      last = number;
    }
    return wrong;
  }

  // Every answer is another one, so that two to one message are told apart.
  private void answerOrFail(ScriptedResponder.Asked question, HttpExchange exchange)
      throws IOException, InterruptedException {
    Thread.sleep(THINKING);
    if (asked.incrementAndGet() % 20 == 0) {
      ScriptedResponder.status(500).answer(question, exchange);
    } else {
      ScriptedResponder.reply(exchange, "re " + question.text() + " #" + turn.incrementAndGet());
    }
  }

  /** Writes until the end; a message is sent again, here or there, until somebody has it. */
  private void write(String customer, List<ConnectorProcess> replicas) {
    List<String> texts = acknowledged.computeIfAbsent(customer, _ -> new ArrayList<>());
    for (int i = 0; !over.get(); i++) {
      String text = customer + " says " + i;
      String id = Integer.toString(i);
      int attempt = 0;
      String prefer = i % 3 == 0 ? "respond-async" : "";
      while (status(replicas.get((i + attempt) % 2), customer, id, text, prefer) >= 300) {
        attempt++;
        if (over.get()) {
          return;
        }
      }
      synchronized (texts) {
        texts.add(text);
      }
    }
  }

  private void awaitMore(int messages) {
    awaitMore(messages, Duration.ZERO);
  }

  private void awaitMore(int messages, Duration atLeast) {
    int before = count();
    long since = System.nanoTime();
    await("%d messages more than %d".formatted(messages, before))
        .atMost(PATIENCE)
        .until(
            () -> count() >= before + messages && System.nanoTime() - since >= atLeast.toNanos());
  }

  private int count() {
    return acknowledged.values().stream()
        .mapToInt(
            texts -> {
              synchronized (texts) {
                return texts.size();
              }
            })
        .sum();
  }

  private static int status(
      ConnectorProcess replica, String customer, String id, String text, String prefer) {
    try {
      return send(replica, customer, id, text, prefer).statusCode();
    } catch (IOException e) {
      return 599;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Empty while there is none. */
  private static String answer(ConnectorProcess replica, String customer, String id, String text) {
    try {
      HttpResponse<String> response = send(replica, customer, id, text, "");
      JsonNode data = response.statusCode() == 200 ? JSON.readTree(response.body()) : null;
      return data == null ? "" : data.at("/parts/0/text").asText();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> send(
      ConnectorProcess replica, String customer, String id, String text, String prefer)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(replica.open("/hooks/webhook"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN)
            .header("Content-Type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-type", "cx.touchpoint.message.sent")
            .header("ce-source", "/" + customer)
            .header("ce-id", id)
            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"%s\"}".formatted(text)));
    if (!prefer.isEmpty()) {
      request.header("Prefer", prefer);
    }
    return RunningConnector.send(request);
  }

  private ConnectorProcess replica(String name, String configuration, String uri)
      throws IOException {
    Path directory = files.resolve(name);
    for (String mount : List.of("config", "credentials", "history")) {
      Files.createDirectories(directory.resolve(mount));
    }
    Files.writeString(directory.resolve("config/connector.json"), configuration);
    Files.writeString(directory.resolve("credentials/token"), RunningConnector.TOKEN);
    Files.writeString(directory.resolve("history/uri"), uri);
    return new ConnectorProcess(directory);
  }
}
