package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.validation.Checked;
import cx.touchpoint.operator.validation.Report;
import cx.touchpoint.operator.validation.Validator;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the Secret that a Channel needs, with fresh random keys. */
@Command(
    name = "keygen",
    headerHeading =
        """
        Examples:
          touchpoint keygen support-chat -n care --type WebChat | kubectl apply -f -
          touchpoint keygen -f channel.yaml | kubectl apply -f -
          kubectl get secret support-chat -n care -o yaml |
            touchpoint keygen support-chat -n care --type WebChat --rotate - |
            kubectl apply -f -

        """,
    header = "Prints the Secret a Channel needs, with new random keys.",
    description = {
      "%nThe keys: sessionKey for WebChat, InApp and Kiosk; token (Bearer) or hmacKey (Hmac) for Webhook; a Website"
          + " needs none. Nothing is kept: what is not applied is gone. New keys end what the former ones had begun;"
          + " --rotate keeps the former key valid beside the new one, as <key>Previous, until the"
          + " next rotation.%n",
    },
    mixinStandardHelpOptions = true)
final class Keygen implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Parameters(
      paramLabel = "CHANNEL",
      arity = "0..1",
      description = "The Channel's name. Not with -f.")
  private @Nullable String channel;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description =
          "Reads name, namespace, type and Secret of every Channel in a file or directory (- is"
              + " standard input), instead of CHANNEL, --type, --authentication and --secret.")
  private List<String> files = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The Channel's namespace. Without it the Secret names none.")
  private String namespace = "";

  @Option(
      names = "--type",
      paramLabel = "WebChat|InApp|Kiosk|Webhook|Website",
      description = "The Channel's type. Needed with CHANNEL.")
  private @Nullable Type type;

  @Option(
      names = "--authentication",
      paramLabel = "Bearer|Hmac",
      defaultValue = "Bearer",
      description = "How a Webhook's senders prove themselves. Default: ${DEFAULT-VALUE}.")
  private Authentication authentication = Authentication.Bearer;

  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description = "The Secret's name. Default: the Channel's.")
  private @Nullable String secret;

  @Option(
      names = "--rotate",
      paramLabel = "FILE",
      description = "The Secret as it is now, as YAML or JSON; - is standard input.")
  private @Nullable String rotate;

  /** The types of Channel. */
  enum Type {
    WebChat,
    InApp,
    Kiosk,
    Webhook,
    Website;

    /** The key such a Channel needs; nothing for one that nobody writes to. */
    Optional<Key> key(boolean signed) {
      return switch (this) {
        case WebChat, InApp, Kiosk -> Optional.of(Key.sessionKey);
        case Webhook -> Optional.of(signed ? Key.hmacKey : Key.token);
        case Website -> Optional.empty();
      };
    }
  }

  /** The ways a sender proves itself. */
  enum Authentication {
    Bearer,
    Hmac
  }

  @Override
  public Integer call() {
    var keys = new Keys(new SecureRandom());
    List<KeyRequest> requests = files.isEmpty() ? asked() : inFiles();
    if (requests.isEmpty()) {
      return Exit.FINE;
    }
    FormerSecret former = rotate == null ? FormerSecret.NONE : FormerSecret.read(rotate, requests);
    PrintWriter out = spec.commandLine().getOut();
    for (KeyRequest request : requests) {
      out.print("---\n# Keys of a Channel: apply this Secret, do not commit it.\n");
      out.print(YamlText.of(request.secret(keys, former)));
    }
    out.flush();
    return Exit.FINE;
  }

  private List<KeyRequest> asked() {
    if (channel == null || type == null) {
      throw new UserError(
          "give a Channel's name and --type WebChat, InApp, Kiosk or Webhook, or its file with -f; --help shows"
              + " examples");
    }
    Optional<Key> key = type.key(authentication == Authentication.Hmac);
    if (key.isEmpty()) {
      tellOfNone(channel);
    }
    String name = channel;
    return key.stream()
        .map(it -> new KeyRequest(name, namespace, secret == null ? name : secret, it))
        .toList();
  }

  private void tellOfNone(String channel) {
    spec.commandLine()
        .getErr()
        .println(channel + " needs no Secret: a Website is fetched as anybody would");
  }

  private List<KeyRequest> inFiles() {
    if (channel != null || type != null || secret != null) {
      throw new UserError("-f reads CHANNEL, --type and --secret from the file: leave them out");
    }
    Inputs inputs = Inputs.read(files, System.in);
    Report report = new Validator("default").validate(inputs.sources()).with(inputs.unreadable());
    if (!report.valid()) {
      report.findings().forEach(spec.commandLine().getErr()::println);
      throw new UserError("the files have errors: mend them first");
    }
    List<Checked> channels = Plans.channels(report.objects());
    if (channels.isEmpty()) {
      throw new UserError("no Channel in " + String.join(", ", files));
    }
    var requests = new ArrayList<KeyRequest>();
    for (Checked each : channels) {
      KeyRequest.of(each, namespace).ifPresentOrElse(requests::add, () -> tellOfNone(each.title()));
    }
    return requests;
  }
}
