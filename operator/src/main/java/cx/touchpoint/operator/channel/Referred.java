package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.history.HistoryReference;
import java.util.Optional;
import java.util.function.Function;

/** What a Channel names: all of it, or the first that is not there. */
sealed interface Referred {

  /**
   * All is there.
   *
   * @param history empty where it names none
   * @param verdict what there is to say about it
   */
  record Complete(ChannelClass channelClass, Optional<ConversationHistory> history, Verdict verdict)
      implements Referred {}

  /** Something is not. */
  record Missing(Verdict verdict) implements Referred {}

  /**
   * What a Channel names beside its class.
   *
   * @param histories those of its namespace, by name
   */
  static Referred of(
      Channel channel,
      Classes.Resolution ofClass,
      Function<String, Optional<ConversationHistory>> histories) {
    return switch (ofClass) {
      case Classes.Resolution.Missing(var verdict) -> new Missing(verdict);
      case Classes.Resolution.Found(var channelClass, var verdict) ->
          HistoryReference.of(channel)
              .map(name -> with(channel, channelClass, verdict, name, histories.apply(name)))
              .orElseGet(() -> new Complete(channelClass, Optional.empty(), verdict));
    };
  }

  private static Referred with(
      Channel channel,
      ChannelClass channelClass,
      Verdict ofClass,
      String name,
      Optional<ConversationHistory> history) {
    if (history.isEmpty()) {
      return new Missing(
          Verdict.no(
              "HistoryNotFound",
              "spec.conversationHistoryRef: there is no ConversationHistory %s in namespace %s. It is taken up as soon as it exists (kubectl get conversationhistories -n %2$s lists those there are)"
                  .formatted(name, channel.getMetadata().getNamespace())));
    }
    return new Complete(
        channelClass,
        history,
        new Verdict(
            ofClass.status(),
            ofClass.reason(),
            ofClass.message() + "; ConversationHistory " + name));
  }
}
