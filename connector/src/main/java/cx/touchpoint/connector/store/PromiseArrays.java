package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is promised, as the five arrays that statements unfold. */
final class PromiseArrays {

  private PromiseArrays() {}

  /** Phases, targets, whose answer counts, milliseconds promised, milliseconds of abandoning. */
  static List<Object> of(List<Promise> promises) {
    return List.of(
        promises.stream().map(it -> it.phase().name()).toArray(String[]::new),
        promises.stream().map(Promise::target).toArray(String[]::new),
        promises.stream().map(PromiseArrays::whose).toArray(String[]::new),
        promises.stream().map(Promise::withinMillis).toArray(Long[]::new),
        promises.stream().map(Promise::abandonedAfterMillis).toArray(Long[]::new));
  }

  private static @Nullable String whose(Promise promise) {
    return promise.by() == null ? null : promise.by().name();
  }
}
