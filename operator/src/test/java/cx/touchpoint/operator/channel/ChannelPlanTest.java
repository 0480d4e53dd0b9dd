package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.responsetime.AnswerPromise;
import cx.touchpoint.operator.responsetime.Promises;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Channels become, as files: {@code src/test/resources/channel/<case>/in.yaml} and {@code
 * out.yaml}. {@code -Dgolden.update} writes the latter anew; read the difference before you commit.
 */
final class ChannelPlanTest {

  private static final Path CASES = Path.of("src/test/resources/channel");
  private static final String SERVED = "# served: ";
  private static final KubernetesSerialization YAML = OperatorProcess.serialization();

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChannelBecomesWhatItsFileSays(String name) throws IOException {
    String in = Files.readString(CASES.resolve(name).resolve("in.yaml"));
    Path out = CASES.resolve(name).resolve("out.yaml");
    String[] documents = in.split("---\n", -1);
    Channel channel = YAML.unmarshal(documents[1], Channel.class);
    List<ResponseTimeTarget> targets = beyond(documents, ResponseTimeTarget.class);
    ChannelPlan plan =
        ChannelPlan.of(
            channel,
            new ChannelInputs(
                YAML.unmarshal(documents[0], ChannelClass.class),
                beyond(documents, ConversationHistory.class).stream().findFirst(),
                new OperatorSettings("touchpoint-system", "touchpoint/connector:1"),
                served(in),
                false,
                Promises.of(channel, targets),
                AnswerPromise.of(channel, targets),
                Optional.empty()));
    String actual =
        plan.problems().stream()
                .map(it -> "# problem: " + it.field() + ": " + it.message() + "\n")
                .collect(Collectors.joining())
            + plan.objects().stream().map(YAML::asYaml).collect(Collectors.joining());
    if (System.getProperty("golden.update") != null) {
      Files.writeString(out, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(out));
  }

  /** What stands behind the class and the Channel. */
  private static <T> List<T> beyond(String[] documents, Class<T> kind) {
    return Stream.of(documents)
        .skip(2)
        .filter(it -> it.contains("kind: " + kind.getSimpleName() + "\n"))
        .map(it -> YAML.unmarshal(it, kind))
        .toList();
  }

  private static Set<OptionalApi> served(String in) {
    var served = EnumSet.noneOf(OptionalApi.class);
    if (in.startsWith(SERVED)) {
      for (String api : in.lines().findFirst().orElse("").substring(SERVED.length()).split(", ")) {
        served.add(OptionalApi.valueOf(api));
      }
    }
    return served;
  }
}
