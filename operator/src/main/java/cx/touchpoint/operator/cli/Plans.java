package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.operator.channel.ChannelInputs;
import cx.touchpoint.operator.channel.ChannelPlan;
import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.responsetime.AnswerPromise;
import cx.touchpoint.operator.responsetime.Promises;
import cx.touchpoint.operator.validation.Checked;
import cx.touchpoint.operator.validation.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans Channels found in files by the same code as the controller. */
final class Plans {

  private static final String IS_DEFAULT = "/metadata/annotations/touchpoint.cx~1is-default-class";

  private final OperatorSettings settings;
  private final Set<OptionalApi> served;

  Plans(OperatorSettings settings, Set<OptionalApi> served) {
    this.settings = settings;
    this.served = served;
  }

  /** What cannot be brought about of those Channels whose class is among the objects too. */
  List<Finding> problems(List<Checked> objects) {
    var findings = new ArrayList<Finding>();
    var hosts = new HashMap<String, Checked>();
    for (Checked channel : channels(objects)) {
      Optional<ChannelPlan> plan = classOf(channel, objects).map(it -> plan(channel, it, objects));
      plan.map(ChannelPlan::problems)
          .orElseGet(() -> ChannelPlan.problems(read(channel)))
          .forEach(it -> findings.add(channel.error(it.field(), it.message())));
      String host = plan.map(ChannelPlan::host).orElse("");
      Checked earlier = host.isEmpty() ? null : hosts.putIfAbsent(host, channel);
      if (earlier != null && channel.text("/spec/host").isEmpty()) {
        findings.add(
            channel.error(
                "spec.host",
                "its class's exposure.hostTemplate gives "
                    + host
                    + ", which belongs already to "
                    + earlier.title()
                    + ": set spec.host to another"));
      }
    }
    return findings;
  }

  static List<Checked> channels(List<Checked> objects) {
    return objects.stream().filter(it -> it.kind().equals("Channel") && it.accepted()).toList();
  }

  /** The class a Channel names, else the only default one; nothing when that is not among them. */
  static Optional<Checked> classOf(Checked channel, List<Checked> objects) {
    String name = channel.text("/spec/classRef/name");
    List<Checked> classes =
        objects.stream()
            .filter(it -> it.kind().equals("ChannelClass") && it.accepted())
            .filter(
                it ->
                    name.isEmpty()
                        ? it.text(IS_DEFAULT).equals("true")
                        : it.document().name().equals(name))
            .toList();
    return classes.size() == 1 ? Optional.of(classes.getFirst()) : Optional.empty();
  }

  /** The class of whatever names none; nothing unless exactly one is among the objects. */
  static Optional<Checked> defaultClass(List<Checked> objects) {
    List<Checked> defaults =
        objects.stream()
            .filter(it -> it.kind().equals("ChannelClass") && it.accepted())
            .filter(it -> it.text(IS_DEFAULT).equals("true"))
            .toList();
    return defaults.size() == 1 ? Optional.of(defaults.getFirst()) : Optional.empty();
  }

  /** The ConversationHistory a Channel names, if it is among the objects. */
  static Optional<Checked> historyOf(Checked channel, List<Checked> objects) {
    String name = channel.text("/spec/conversationHistoryRef/name");
    return objects.stream()
        .filter(it -> it.kind().equals("ConversationHistory") && it.accepted())
        .filter(it -> it.namespace().equals(channel.namespace()))
        .filter(it -> it.document().name().equals(name))
        .findFirst();
  }

  /** Plans a Channel, with what the targets among the objects let its connectors count. */
  ChannelPlan plan(Checked channel, Checked channelClass, List<Checked> objects) {
    Channel read = read(channel);
    return ChannelPlan.of(
        read,
        new ChannelInputs(
            read(channelClass, ChannelClass.class),
            historyOf(channel, objects).map(Plans::history),
            settings,
            served,
            false,
            Promises.of(read, targets(channel.namespace(), objects)),
            AnswerPromise.of(read, targets(channel.namespace(), objects)),
            Optional.empty()));
  }

  private static List<ResponseTimeTarget> targets(String namespace, List<Checked> objects) {
    return objects.stream()
        .filter(it -> it.kind().equals("ResponseTimeTarget") && it.accepted())
        .filter(it -> it.namespace().equals(namespace))
        .map(it -> read(it, ResponseTimeTarget.class))
        .toList();
  }

  static Channel read(Checked channel) {
    Channel read = read(channel, Channel.class);
    read.getMetadata().setNamespace(channel.namespace());
    return read;
  }

  private static ConversationHistory history(Checked history) {
    ConversationHistory read = read(history, ConversationHistory.class);
    read.getMetadata().setNamespace(history.namespace());
    return read;
  }

  static <T> T read(Checked object, Class<T> type) {
    try {
      return new JsonMapper().treeToValue(object.stored(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          object.title() + " meets its schema and cannot be read as " + type.getSimpleName(), e);
    }
  }
}
