package cx.touchpoint.operator.history;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ConversationHistoryStatus;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What can be said about a ConversationHistory. It becomes nothing, so all there is to say is what
 * its Channels were told by their connectors: the worst of that.
 */
final class HistoryStatuses {

  static final String READY = "Ready";
  static final String RECONCILING = "Reconciling";
  static final String STALLED = "Stalled";

  private static final String NO_CHANNEL = "NoChannel";

  /** What fails before what is not known, that before what holds; of equals the first by name. */
  private static final Comparator<Word> WORST_FIRST =
      Comparator.comparing((Word it) -> it.verdict().fails() ? 0 : it.verdict().holds() ? 2 : 1)
          .thenComparing(it -> -Durability.badness(it.verdict().reason()))
          .thenComparing(Word::channel);

  private HistoryStatuses() {}

  /** What one Channel says. */
  private record Word(String channel, Verdict verdict) {}

  /**
   * The status of a history.
   *
   * @param channels those that name it
   */
  static ConversationHistoryStatus of(
      ConversationHistory history, List<Channel> channels, Clock clock) {
    List<Word> words =
        channels.stream()
            .map(it -> new Word(it.getMetadata().getName(), word(it)))
            .sorted(WORST_FIRST)
            .toList();
    Verdict durable = durable(history, channels, words);
    return new ConversationHistoryStatus(
        history.getMetadata().getGeneration(),
        channels.size(),
        (int) words.stream().filter(it -> it.verdict().holds()).count(),
        conditions(history, Durability.readiness(durable), clock)
            .add(Durability.TYPE, durable)
            .list());
  }

  /** The status of a history that is stored as its definition does not allow. */
  static ConversationHistoryStatus malformed(
      ConversationHistory history, Verdict malformation, Clock clock) {
    ConversationHistoryStatus former = history.getStatus();
    return new ConversationHistoryStatus(
        history.getMetadata().getGeneration(),
        former == null ? null : former.channels(),
        former == null ? null : former.durableChannels(),
        conditions(history, malformation, clock).keep(Durability.TYPE).list());
  }

  private static Verdict durable(
      ConversationHistory history, List<Channel> channels, List<Word> words) {
    if (channels.isEmpty()) {
      return Verdict.unknown(
          "NoChannel", "no Channel names it yet, so nobody has tried its database");
    }
    // Who has just changed says in a moment what holds now; until then nothing else is known.
    Optional<Verdict> former = former(history);
    if (former.isPresent() && channels.stream().anyMatch(HistoryStatuses::isUnsettled)) {
      return former.get();
    }
    Word worst = words.getFirst();
    if (worst.verdict().holds()) {
      return Verdict.yes(
          "Durable",
          "%1$d of %1$d Channels have on disk what they acknowledge".formatted(words.size()));
    }
    long alike = words.stream().filter(it -> !it.verdict().holds()).count() - 1;
    String others = alike == 0 ? "" : " (and %d more Channels)".formatted(alike);
    return new Verdict(
        worst.verdict().status(),
        worst.verdict().reason(),
        "Channel %s: %s%s".formatted(worst.channel(), worst.verdict().message(), others));
  }

  /** Whether the operator has yet to look at what a Channel asks now. */
  private static boolean isUnsettled(Channel channel) {
    return channel.getStatus() == null
        || !channel.getMetadata().getGeneration().equals(channel.getStatus().observedGeneration());
  }

  /** What is said of another generation may be about another history. */
  private static Verdict word(Channel channel) {
    List<Condition> conditions =
        channel.getStatus() == null ? List.of() : channel.getStatus().conditions();
    return Conditions.find(conditions, Durability.TYPE)
        .filter(it -> channel.getMetadata().getGeneration().equals(it.getObservedGeneration()))
        .map(Verdict::of)
        .orElseGet(() -> Verdict.unknown("NotYetAsked", "no connector has been asked yet"));
  }

  private static Optional<Verdict> former(ConversationHistory history) {
    return history.getStatus() == null
        ? Optional.empty()
        : Conditions.find(history.getStatus().conditions(), Durability.TYPE)
            .map(Verdict::of)
            .filter(it -> !it.reason().equals(NO_CHANNEL));
  }

  /** Nobody waits for a history that nobody uses: pipelines apply it before its Channels. */
  private static Conditions conditions(ConversationHistory history, Verdict ready, Clock clock) {
    List<Condition> former =
        history.getStatus() == null ? List.of() : history.getStatus().conditions();
    boolean unused = ready.reason().equals(NO_CHANNEL);
    var conditions =
        new Conditions(former, history.getMetadata().getGeneration(), clock)
            .add(READY, unused ? new Verdict(Verdict.Status.True, ready) : ready);
    if (unused) {
      return conditions;
    }
    return switch (ready.status()) {
      case True -> conditions;
      case Unknown -> conditions.add(RECONCILING, Verdict.yes(ready.reason(), ready.message()));
      case False -> conditions.add(STALLED, Verdict.yes(ready.reason(), ready.message()));
    };
  }
}
