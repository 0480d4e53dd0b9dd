package cx.touchpoint.operator.testing;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers every request a client sends, as {@code METHOD path}. */
public final class Requests implements Interceptor {

  private final Queue<String> sent = new ConcurrentLinkedQueue<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    sent.add(request.method() + " " + request.uri().getPath());
  }

  /** Everything that could have changed something, leases and access reviews left out. */
  public List<String> writes() {
    return sent.stream()
        .filter(it -> !it.startsWith("GET "))
        .filter(it -> !it.contains("/leases/") && !it.contains("/selfsubject"))
        .toList();
  }
}
