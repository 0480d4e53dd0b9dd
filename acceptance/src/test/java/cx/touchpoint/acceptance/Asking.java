package cx.touchpoint.acceptance;

import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** One message of a customer, who comes again with it until it is answered. */
final class Asking {

  private final CloudEvent event;
  private final Instant since;
  private final Set<String> answers = new ConcurrentSkipListSet<>();
  private volatile @Nullable Duration waited;
  private volatile boolean acknowledged;
  private volatile int attempts;

  Asking(CloudEvent event, Instant since) {
    this.event = event;
    this.since = since;
  }

  CloudEvent event() {
    return event;
  }

  Instant since() {
    return since;
  }

  /** Notes that the message is sent. */
  void attempted() {
    attempts++; // by one thread at a time
  }

  /** Notes that the connector took it, and owes an answer. */
  void acknowledge() {
    acknowledged = true;
  }

  /** Notes the answer by its id; only the first ends the wait. */
  void answer(String id, Instant now) {
    acknowledged = true;
    answers.add(id);
    if (waited == null) {
      waited = Duration.between(since, now);
    }
  }

  boolean isAnswered() {
    return waited != null;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  boolean isAnsweredWithin(Duration time) {
    Duration it = waited;
    return it != null && it.compareTo(time) <= 0;
  }

  int attempts() {
    return attempts;
  }

  /** The ids of all answers it was given; one, unless it was answered anew. */
  Set<String> answers() {
    return answers;
  }
}
