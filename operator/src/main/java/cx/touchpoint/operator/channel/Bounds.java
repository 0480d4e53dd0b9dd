package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.condition.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Channel asks for replicas within the bounds of its class. One that does not is served
 * within them, and told: a number that silently counts for nothing is found out on the busiest day.
 */
final class Bounds {

  private static final String LEAST = "spec.scaling.minReplicas";
  private static final String MOST = "spec.scaling.maxReplicas";

  private Bounds() {}

  static List<Problem> problems(Channel channel, ChannelInputs inputs) {
    var asked = channel.getSpec().scaling();
    if (asked == null) {
      return List.of();
    }
    String name = inputs.channelClass().getMetadata().getName();
    ChannelClassSpec.@Nullable Scaling ofClass = inputs.channelClass().getSpec().scaling();
    int least = Scaling.least(ofClass);
    Integer most = ofClass == null ? null : ofClass.maxReplicas();
    var problems = new ArrayList<Problem>();
    tooFew(LEAST, asked.minReplicas(), least, name).ifPresent(problems::add);
    tooMany(LEAST, asked.minReplicas(), most, name).ifPresent(problems::add);
    tooFew(MOST, asked.maxReplicas(), least, name).ifPresent(problems::add);
    tooMany(MOST, asked.maxReplicas(), most, name).ifPresent(problems::add);
    return problems;
  }

  private static Optional<Problem> tooFew(
      String field, @Nullable Integer asked, int least, String name) {
    return asked == null || asked >= least
        ? Optional.empty()
        : Optional.of(
            new Problem(
                field,
                asked
                    + " is less than "
                    + least
                    + ", the scaling.minReplicas of ChannelClass "
                    + name
                    + ": write "
                    + least
                    + " or more, or leave it out"));
  }

  private static Optional<Problem> tooMany(
      String field, @Nullable Integer asked, @Nullable Integer most, String name) {
    return asked == null || most == null || asked <= most
        ? Optional.empty()
        : Optional.of(
            new Problem(
                field,
                asked
                    + " is more than "
                    + most
                    + ", the scaling.maxReplicas of ChannelClass "
                    + name
                    + ": write "
                    + most
                    + " or less, or leave it out"));
  }
}
