package cx.touchpoint.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A customer at a page that keeps the conversation up as the widget does: what was not accepted is
 * said again, in order, over the next connection, and an answer that came before is dropped.
 * Everything happens on the one thread that all customers share.
 */
final class Customer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_IN_FLIGHT = 8;
  private static final long SILENCE_MILLIS = 10_000;
  private static final long FIRST_RETRY_MILLIS = 200;
  private static final long LONGEST_RETRY_MILLIS = 2_000;

  private final HttpClient http;
  private final URI address;
  private final String origin;
  private final ScheduledExecutorService loop;
  private final Ledger ledger;
  private final Map<String, Said> pending = new LinkedHashMap<>();
  private @Nullable Line line;
  private @Nullable String resume;
  private int failures;

  Customer(
      HttpClient http, URI address, String origin, ScheduledExecutorService loop, Ledger ledger) {
    this.http = http;
    this.address = address;
    this.origin = origin;
    this.loop = loop;
    this.ledger = ledger;
  }

  void connect() {
    Line opening = new Line();
    line = opening;
    http.newWebSocketBuilder()
        .header("Origin", origin)
        .connectTimeout(Duration.ofMillis(SILENCE_MILLIS))
        .buildAsync(address, opening)
        .whenCompleteAsync(opening::opened, loop);
  }

  /** Says something; it arrives when it can. */
  void say() {
    Said said = ledger.say();
    pending.put(said.id(), said);
    flush();
  }

  /** Whether everything said was accepted, and so answered. */
  boolean hasEverything() {
    return pending.isEmpty();
  }

  void leave() {
    Line last = line;
    line = null;
    if (last != null) {
      last.end();
    }
  }

  private void flush() {
    if (line != null) {
      line.flush();
    }
  }

  /** One connection; what comes late from a former one is nobody's. */
  private final class Line implements WebSocket.Listener {
    private final Map<String, Said> inFlight = new LinkedHashMap<>();
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private @Nullable WebSocket socket;
    private @Nullable ScheduledFuture<?> watchdog;
    private boolean welcomed;
    private long reconnectMillis = -1;
    private long notBeforeNanos = System.nanoTime();

    private void opened(@Nullable WebSocket opened, @Nullable Throwable refused) {
      socket = opened;
      if (opened == null) {
        ledger.refused(String.valueOf(refused));
        gone();
      } else if (line != this) {
        opened.abort();
      } else {
        transmit(
            resume == null ? Map.of("type", "hello") : Map.of("type", "hello", "resume", resume));
      }
    }

    private void flush() {
      if (!welcomed || reconnectMillis >= 0 || System.nanoTime() - notBeforeNanos < 0) {
        return;
      }
      for (Said each : pending.values()) {
        if (inFlight.size() >= MOST_IN_FLIGHT) {
          return;
        }
        if (inFlight.putIfAbsent(each.id(), each) == null) {
          transmit(Map.of("type", "message", "id", each.id(), "text", each.text()));
        }
      }
    }

    private void transmit(Map<String, String> frame) {
      WebSocket open = socket;
      if (open == null) {
        return;
      }
      String text = json(frame);
      sent = sent.thenCompose(_ -> open.sendText(text, true));
      expectAnswer();
    }

    private void receive(JsonNode frame) {
      if (line != this) {
        return;
      }
      if (watchdog != null) {
        watchdog.cancel(false);
      }
      switch (frame.path("type").asText()) {
        case "welcome" -> {
          failures = 0;
          resume = frame.path("resume").asText();
          welcomed = true;
          ledger.welcomed(frame.path("conversation").asText());
          flush();
        }
        case "reply" -> ledger.answered(frame);
        case "accepted" -> {
          resume = frame.path("resume").asText();
          pending.remove(frame.path("id").asText());
          inFlight.remove(frame.path("id").asText());
          flush();
        }
        case "rejected" -> rejected(frame);
        case "goaway" -> reconnectMillis = frame.path("reconnectAfterMs").asLong();
        default -> {}
      }
    }

    private void rejected(JsonNode frame) {
      if (!frame.path("retryable").asBoolean()) {
        ledger.refused(frame.toString());
        return;
      }
      inFlight.remove(frame.path("id").asText());
      long millis = Math.max(frame.path("retryAfterMs").asLong(), 100);
      notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      loop.schedule(this::flush, millis + 1, TimeUnit.MILLISECONDS);
    }

    /** Whatever is sent is answered by some frame at once; who stays silent is not there. */
    private void expectAnswer() {
      if (watchdog != null) {
        watchdog.cancel(false);
      }
      watchdog = loop.schedule(this::gone, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void gone() {
      if (line != this) {
        return;
      }
      end();
      line = null;
      failures = welcomed ? 0 : failures + 1;
      long wait =
          reconnectMillis >= 0
              ? reconnectMillis
              : Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failures, 4));
      loop.schedule(Customer.this::connect, wait, TimeUnit.MILLISECONDS);
    }

    private void end() {
      if (watchdog != null) {
        watchdog.cancel(false);
      }
      if (socket != null) {
        socket.abort();
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        String text = partial.toString();
        partial.setLength(0);
        loop.execute(() -> receive(read(text)));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      loop.execute(this::gone);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      loop.execute(this::gone);
    }
  }

  private static String json(Object frame) {
    try {
      return JSON.writeValueAsString(frame);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JsonNode read(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + frame, e);
    }
  }
}
