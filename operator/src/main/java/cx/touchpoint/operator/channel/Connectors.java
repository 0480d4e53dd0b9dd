package cx.touchpoint.operator.channel;

import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.SignIn;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.connectors.Report;
import cx.touchpoint.operator.history.Durability;
import java.util.List;
import java.util.Optional;

/** What the connectors' own words mean for their Channel. */
final class Connectors {
  private Connectors() {}

  /**
   * Whether every connector runs the configuration the Channel has now.
   *
   * @param rolledOut whether all connectors are of the newest template; before that, one of a
   *     former version may refuse what it does not know yet, and will go
   */
  static Verdict configuration(List<Report> reports, String revision, boolean rolledOut) {
    var answers = answers(reports);
    for (Report.Answered answer : answers) {
      String problem = answer.status().configurationProblem();
      if (problem != null) {
        return refused(answer, problem, rolledOut);
      }
    }
    for (Report report : reports) {
      if (report instanceof Report.Silent(String pod, String why)) {
        return Verdict.unknown(
            "ConnectorUnreachable",
            "connector " + pod + " does not answer the operator on its internal port: " + why);
      }
    }
    long applied = answers.stream().filter(it -> revision.equals(it.status().revision())).count();
    if (answers.isEmpty()) {
      return Verdict.unknown("NotYetAsked", "no connector has been asked yet");
    }
    String count = applied + " of " + answers.size() + " connectors run the newest configuration";
    return applied == answers.size()
        ? Verdict.yes("Applied", count)
        : Verdict.unknown(
            "Propagating", count + "; nodes refresh mounted files about once a minute");
  }

  /** One that never had a configuration is new, so it is no former version. */
  private static Verdict refused(Report.Answered answer, String problem, boolean rolledOut) {
    boolean isNew = answer.status().revision() == null;
    String message =
        "connector "
            + answer.pod()
            + (isNew ? " cannot start on its configuration: " : " keeps its former configuration: ")
            + problem;
    return isNew || rolledOut
        ? Verdict.no("ConfigurationRefused", message)
        : Verdict.unknown("ConfigurationRefused", message);
  }

  /** Whether every connector has the credentials it needs. */
  static Verdict credentials(Channel channel, ChannelInputs inputs, List<Report> reports) {
    var answers = answers(reports);
    if (answers.isEmpty()) {
      return Verdict.unknown("NotYetAsked", "no connector has been asked yet");
    }
    return answers.stream()
        .flatMap(it -> it.status().credentials().stream())
        .filter(it -> it.state() != Credential.State.Valid)
        .findFirst()
        .map(it -> unusable(channel, inputs, it))
        .orElseGet(() -> Verdict.yes("Valid", "connectors have every credential they need"));
  }

  private static Verdict unusable(Channel channel, ChannelInputs inputs, Credential credential) {
    var bundle = Connector.ofClass(inputs).caBundle();
    if (credential.source() == Credential.Source.CaBundle && bundle != null) {
      return untrusting(channel, inputs, bundle, credential);
    }
    if (credential.source() == Credential.Source.SignIn) {
      return Credentials.signIn(channel)
          .map(it -> unknown(channel, inputs, it, credential))
          .orElseGet(() -> Verdict.yes("Valid", "connectors need no keys of an issuer any more"));
    }
    boolean ofResponder = credential.source() == Credential.Source.Responder;
    String secret =
        ofResponder ? Credentials.ofResponder(channel).orElse("") : Credentials.ofChannel(channel);
    String namespace = channel.getMetadata().getNamespace();
    String where = "key " + credential.key() + " of Secret " + namespace + "/" + secret;
    if (credential.state() == Credential.State.Missing) {
      return Verdict.no(
          "CredentialMissing", where + " is missing. " + remedy(channel, ofResponder, secret));
    }
    String said = Optional.ofNullable(credential.message()).orElse("it cannot be used");
    return Verdict.no("CredentialInvalid", where + ": " + said);
  }

  private static Verdict untrusting(
      Channel channel,
      ChannelInputs inputs,
      ChannelClassSpec.CaBundle bundle,
      Credential credential) {
    String namespace = channel.getMetadata().getNamespace();
    String name = bundle.configMapRef().name();
    String key = Credentials.keyOf(bundle);
    String where = "key " + key + " of ConfigMap " + namespace + "/" + name;
    if (credential.state() != Credential.State.Missing) {
      String said = Optional.ofNullable(credential.message()).orElse("cannot be used");
      return Verdict.no("CaBundleInvalid", where + " " + said);
    }
    return Verdict.no(
        "CaBundleMissing",
        where
            + " is missing, and ChannelClass "
            + inputs.channelClass().getMetadata().getName()
            + " has connectors trust the certificate authorities in it. Create it with: kubectl"
            + " create configmap "
            + name
            + " -n "
            + namespace
            + " --from-file="
            + key
            + "=FILE");
  }

  /** Nobody can sign in; whether that passes by itself depends on where the keys are. */
  private static Verdict unknown(
      Channel channel, ChannelInputs inputs, SignIn signIn, Credential credential) {
    String said = Optional.ofNullable(credential.message()).orElse("cannot be used");
    SignIn.KeySet keys = signIn.jwks().configMapRef();
    if (keys == null) {
      return Verdict.unknown(
          "SignInKeysUnavailable",
          "nobody can sign in, since there are no keys to check tokens by: "
              + said
              + Limits.ofConnections(inputs, "the issuer").map(it -> ". " + it).orElse(""));
    }
    String key = Credentials.keyOf(keys);
    String namespace = channel.getMetadata().getNamespace();
    String where = "key " + key + " of ConfigMap " + namespace + "/" + keys.name();
    return credential.state() == Credential.State.Missing
        ? Verdict.no(
            "SignInKeysMissing",
            where
                + " is missing, so nobody can sign in. Create it with: kubectl create configmap "
                + keys.name()
                + " -n "
                + namespace
                + " --from-file="
                + key
                + "=FILE")
        : Verdict.no("SignInKeysInvalid", where + " " + said);
  }

  private static String remedy(Channel channel, boolean ofResponder, String secret) {
    String namespace = channel.getMetadata().getNamespace();
    return ofResponder
        ? "Create it with: kubectl create secret generic "
            + secret
            + " -n "
            + namespace
            + " --from-file=token=FILE"
        : "Create it with: touchpoint keygen "
            + channel.getMetadata().getName()
            + " -n "
            + namespace
            + " --type "
            + channel.getSpec().type()
            + " | kubectl apply -f -";
  }

  /** Whether every connector keeps messages in the history of the Channel, if it names one. */
  static Optional<Verdict> durability(ChannelInputs inputs, List<Report> reports) {
    return inputs
        .history()
        .map(
            it ->
                Durability.of(it, answers(reports), Limits.ofConnections(inputs, "the database")));
  }

  /** A connector that is saying goodbye no longer counts. */
  private static List<Report.Answered> answers(List<Report> reports) {
    return reports.stream()
        .filter(Report.Answered.class::isInstance)
        .map(Report.Answered.class::cast)
        .filter(it -> !it.status().draining())
        .toList();
  }
}
