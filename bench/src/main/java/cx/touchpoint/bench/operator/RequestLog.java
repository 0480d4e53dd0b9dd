package cx.touchpoint.bench.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts a client's requests by what they are, and notes when the first and last write was. */
final class RequestLog implements Interceptor {

  static final String OBJECT = "object";
  static final String STATUS = "status";
  private static final String LEASE = "lease";
  private static final String REVIEW = "access-review";

  private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> written = new ConcurrentHashMap<>();
  private final AtomicLong first = new AtomicLong();
  private final AtomicLong last = new AtomicLong();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String kind = kind(request);
    String verb = request.uri().toString().contains("watch=true") ? "WATCH" : request.method();
    sent.computeIfAbsent(verb + " " + kind, it -> new LongAdder()).increment();
    if (isWrite(verb, kind)) {
      first.compareAndSet(0, Look.now());
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    String kind = kind(request);
    if (isWrite(request.method(), kind)) {
      last.accumulateAndGet(Look.now(), Math::max);
      if (response.isSuccessful()) {
        written
            .computeIfAbsent(kind, it -> ConcurrentHashMap.newKeySet())
            .add(request.uri().getPath());
      } else {
        sent.computeIfAbsent("refused " + kind, it -> new LongAdder()).increment();
      }
    }
  }

  private static String kind(HttpRequest request) {
    String path = request.uri().getPath();
    if (path.contains("/leases")) {
      return LEASE;
    }
    // Asked by POST, but nothing is written.
    if (path.contains("/selfsubject")) {
      return REVIEW;
    }
    if (path.endsWith("/events")) {
      return "event";
    }
    return path.endsWith("/status") ? STATUS : OBJECT;
  }

  private static boolean isWrite(String verb, String kind) {
    return !verb.equals("GET")
        && !verb.equals("WATCH")
        && !kind.equals(LEASE)
        && !kind.equals(REVIEW);
  }

  /** How many different things of a kind were written with success. */
  int written(String kind) {
    return written.getOrDefault(kind, Set.of()).size();
  }

  /** Requests by verb and kind. */
  Map<String, Long> counts() {
    var counts = new TreeMap<String, Long>();
    sent.forEach((what, number) -> counts.put(what, number.sum()));
    return counts;
  }

  /** Of counted requests those that could have changed something. */
  static long writes(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(it -> !it.getKey().startsWith("refused "))
        .filter(it -> isWrite(verb(it.getKey()), it.getKey().split(" ")[1]))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static String verb(String counted) {
    return counted.split(" ")[0];
  }

  /** By {@link Look#now}: when the first write was sent, 0 before. */
  long first() {
    return first.get();
  }

  /** By {@link Look#now}: when the newest write was answered, 0 before. */
  long last() {
    return last.get();
  }
}
