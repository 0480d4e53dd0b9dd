package cx.touchpoint.operator.channel;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.responsetime.AnswerPromise;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Channel's plan needs beside the Channel itself, already resolved.
 *
 * @param channelClass the class in force
 * @param history where its messages are kept; empty where in memory
 * @param settings what the operator knows of itself
 * @param served the optional APIs this cluster serves
 * @param hostTaken whether the host it asks for belongs to another Channel
 * @param promises what its connectors are to decide and count
 * @param answers the answers that are promised and that connectors can give
 * @param serviceAddress where its public Service was last seen to be reached from outside the
 *     cluster, scheme://host:port
 */
public record ChannelInputs(
    ChannelClass channelClass,
    Optional<ConversationHistory> history,
    OperatorSettings settings,
    Set<OptionalApi> served,
    boolean hostTaken,
    List<Promise> promises,
    List<AnswerPromise> answers,
    Optional<String> serviceAddress) {

  public ChannelInputs {
    served = Set.copyOf(served);
    promises = List.copyOf(promises);
    answers = List.copyOf(answers);
  }

  /** Whether all its connectors answer from one queue; in memory each has its own. */
  boolean oneQueue() {
    return history.isPresent();
  }

  /** Inputs of a new Channel whose host nobody disputes, and which keeps and promises nothing. */
  public ChannelInputs(
      ChannelClass channelClass, OperatorSettings settings, Set<OptionalApi> served) {
    this(
        channelClass,
        Optional.empty(),
        settings,
        served,
        false,
        List.of(),
        List.of(),
        Optional.empty());
  }
}
