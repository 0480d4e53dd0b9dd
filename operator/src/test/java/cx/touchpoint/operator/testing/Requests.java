package cx.touchpoint.operator.testing;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers every request a client sends, as {@code METHOD path}. */
public final class Requests implements Interceptor {

  private final Queue<String> sent = new ConcurrentLinkedQueue<>();
  private final Queue<String> forbidden = new ConcurrentLinkedQueue<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    sent.add(request.method() + " " + request.uri().getPath());
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
      forbidden.add(response.request().method() + " " + response.request().uri().getPath());
    }
    return CompletableFuture.completedFuture(false);
  }

  /** Everything that was asked. */
  public List<String> all() {
    return List.copyOf(sent);
  }

  /** What the API server answered with 403. */
  public List<String> forbidden() {
    return List.copyOf(forbidden);
  }

  /** Everything that could have changed something, leases and access reviews left out. */
  public List<String> writes() {
    return sent.stream()
        .filter(it -> !it.startsWith("GET "))
        .filter(it -> !it.contains("/leases/") && !it.contains("/selfsubject"))
        .toList();
  }
}
