package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.connectors.Report;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConnectorsTest {

  @Test
  void aFormerVersionThatRefusesWhatIsNewIsNoProblemWhileItIsReplaced() {
    List<Report> reports = List.of(says("1", "unknown field promises[0].by", false));
    assertThat(Connectors.configuration(reports, "2", false).status())
        .isEqualTo(Verdict.Status.Unknown);
    assertThat(Connectors.configuration(reports, "2", true))
        .isEqualTo(
            Verdict.no(
                "ConfigurationRefused",
                "connector pod keeps its former configuration: unknown field promises[0].by"));
  }

  @Test
  void aNewConnectorThatCannotUseItsFirstConfigurationNeedsAPerson() {
    List<Report> reports = List.of(says(null, "responder.http.url is missing", false));
    assertThat(Connectors.configuration(reports, "1", false))
        .isEqualTo(
            Verdict.no(
                "ConfigurationRefused",
                "connector pod cannot start on its configuration: responder.http.url is missing"));
  }

  @Test
  void aConnectorThatSaysGoodbyeNoLongerCounts() {
    List<Report> reports = List.of(says("1", null, true), says("2", null, false));
    assertThat(Connectors.configuration(reports, "2", true))
        .isEqualTo(Verdict.yes("Applied", "1 of 1 connectors run the newest configuration"));
  }

  @Test
  void aSilentConnectorIsNamed() {
    List<Report> reports = List.of(new Report.Silent("pod", "192.0.2.1: timed out"));
    assertThat(Connectors.configuration(reports, "2", true).message())
        .contains("connector pod does not answer")
        .contains("192.0.2.1: timed out");
  }

  @Test
  void aMissingBundleOfAuthoritiesComesWithItsRemedy() {
    assertThat(trusting(Credential.State.Missing, "The ConfigMap has no such key. Add it."))
        .isEqualTo(
            Verdict.no(
                "CaBundleMissing",
                "key bundle.pem of ConfigMap care/company-ca is missing, and ChannelClass standard"
                    + " has connectors trust the certificate authorities in it. Create it with:"
                    + " kubectl create configmap company-ca -n care --from-file=bundle.pem=FILE"));
    assertThat(trusting(Credential.State.Invalid, "holds no certificate. Write one or more."))
        .isEqualTo(
            Verdict.no(
                "CaBundleInvalid",
                "key bundle.pem of ConfigMap care/company-ca holds no certificate. Write one or"
                    + " more."));
  }

  @Test
  void keysNobodyMountedComeWithTheirRemedyAndThoseThatCannotBeFetchedMayPass() {
    String mounted = "configMapRef: {name: accounts-keys}";
    assertThat(signingIn(mounted, Credential.State.Missing, "The ConfigMap has no such key."))
        .isEqualTo(
            Verdict.no(
                "SignInKeysMissing",
                "key jwks.json of ConfigMap care/accounts-keys is missing, so nobody can sign in."
                    + " Create it with: kubectl create configmap accounts-keys -n care"
                    + " --from-file=jwks.json=FILE"));
    assertThat(signingIn(mounted, Credential.State.Invalid, "is no JWK Set."))
        .isEqualTo(
            Verdict.no(
                "SignInKeysInvalid",
                "key jwks.json of ConfigMap care/accounts-keys is no JWK Set."));
    assertThat(
            signingIn(
                "url: \"https://accounts.example.com/jwks\"",
                Credential.State.Missing,
                "https://accounts.example.com/jwks did not answer within 5 s"))
        .isEqualTo(
            Verdict.unknown(
                "SignInKeysUnavailable",
                "nobody can sign in, since there are no keys to check tokens by:"
                    + " https://accounts.example.com/jwks did not answer within 5 s. ChannelClass"
                    + " standard lets connectors reach only what its networkPolicy.egressTo lists:"
                    + " is the issuer among it?"));
  }

  private static Verdict signingIn(String jwks, Credential.State state, String message) {
    Channel channel =
        Serialization.unmarshal(
            """
            metadata: {name: x, namespace: care}
            spec:
              type: WebChat
              webChat:
                signIn: {issuer: "https://accounts.example.com", audience: shop, jwks: {%s}}
            """
                .formatted(jwks),
            Channel.class);
    ChannelClass channelClass =
        Serialization.unmarshal(
            """
            metadata: {name: standard}
            spec:
              exposure: {type: None}
              networkPolicy: {egressTo: [{ipBlock: {cidr: 192.0.2.0/24}}]}
            """,
            ChannelClass.class);
    return Connectors.credentials(
        channel,
        new ChannelInputs(channelClass, new OperatorSettings("", ""), Set.of()),
        List.of(
            new Report.Answered(
                "pod",
                new ConnectorStatus(
                    "1",
                    "1",
                    null,
                    List.of(new Credential(Credential.Source.SignIn, "jwks", state, message)),
                    false,
                    null))));
  }

  private static Verdict trusting(Credential.State state, String message) {
    var channel = new Channel();
    channel.setMetadata(new ObjectMetaBuilder().withName("x").withNamespace("care").build());
    ChannelClass channelClass =
        Serialization.unmarshal(
            """
            metadata: {name: standard}
            spec:
              connector: {caBundle: {configMapRef: {name: company-ca, key: bundle.pem}}}
              exposure: {type: None}
            """,
            ChannelClass.class);
    Report report =
        new Report.Answered(
            "pod",
            new ConnectorStatus(
                "1",
                "1",
                null,
                List.of(new Credential(Credential.Source.CaBundle, "ca.crt", state, message)),
                false,
                null));
    return Connectors.credentials(
        channel,
        new ChannelInputs(channelClass, new OperatorSettings("", ""), Set.of()),
        List.of(report));
  }

  private static Report says(
      @Nullable String revision, @Nullable String problem, boolean draining) {
    return new Report.Answered(
        "pod", new ConnectorStatus("1", revision, problem, List.of(), draining, null));
  }
}
