package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.condition.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a Website becomes: nothing runs for it, it is only fetched and timed.
 *
 * @param url the page
 * @param probing how it is fetched
 * @param probe the one object of it, where it is fetched at all
 */
record WebsitePlan(String url, Probing probing, Optional<HasMetadata> probe)
    implements ChannelPlan {

  static WebsitePlan of(Channel channel, ChannelInputs inputs) {
    String url =
        Objects.requireNonNull(channel.getSpec().website(), "a Website has its block").url();
    Probing probing = Probing.of(inputs);
    return new WebsitePlan(url, probing, probing.probe(Identity.of(channel), url));
  }

  @Override
  public List<HasMetadata> objects() {
    return probe.stream().toList();
  }

  @Override
  public List<Problem> problems() {
    return probing.problems();
  }
}
