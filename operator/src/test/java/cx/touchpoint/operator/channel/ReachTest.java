package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.ChannelStatus.Endpoint;
import cx.touchpoint.operator.OperatorProcess;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReachTest {

  private static final Exposure NODE_PORT = new Exposure.ByService("NodePort", List.of());
  private static final Exposure BALANCER = new Exposure.ByService("LoadBalancer", List.of());

  @Test
  void aNodePortIsReachedOnANodeThatRunsAConnectorAlwaysTheSame() {
    var observed =
        observed(service("NodePort").build(), List.of(podOn("192.0.2.9"), podOn("192.0.2.10")));
    assertThat(urls("", NODE_PORT, observed))
        .containsExactly(
            "http://192.0.2.10:30001/demo",
            "http://192.0.2.10:30001/widget.js",
            "ws://192.0.2.10:30001/ws");
  }

  @Test
  void anAddressOfIpv6StandsInBrackets() {
    var observed = observed(service("NodePort").build(), List.of(podOn("2001:db8::7")));
    assertThat(urls("", NODE_PORT, observed)).contains("http://[2001:db8::7]:30001/demo");
  }

  @Test
  void withoutALoadBalancerThereIsNoAddressYet() {
    var observed = observed(service("LoadBalancer").build(), List.of());
    assertThat(urls("", BALANCER, observed)).isEmpty();
    assertThat(Exposed.of(BALANCER, observed, false).reason()).isEqualTo("LoadBalancerPending");
  }

  @Test
  void aLoadBalancerMayHaveANameOrAnAddress() {
    var named =
        service("LoadBalancer")
            .withNewStatus()
            .withNewLoadBalancer()
            .addNewIngress()
            .withHostname("lb.example.com")
            .endIngress()
            .endLoadBalancer()
            .endStatus()
            .build();
    assertThat(urls("", BALANCER, observed(named, List.of())))
        .contains("http://lb.example.com:8080/demo");
  }

  @Test
  void behindAProxyOfOnesOwnTheProxysAddressIsShown() {
    assertThat(
            urls(
                "publicUrl: https://www.example.com/chat/",
                NODE_PORT,
                observed(service("NodePort").build(), List.of())))
        .containsExactly(
            "https://www.example.com/chat/demo",
            "https://www.example.com/chat/widget.js",
            "wss://www.example.com/chat/ws");
  }

  @Test
  void aGatewaySpeaksHttpsUnlessItsClassSaysOtherwise() {
    var gateway = new ChannelClassSpec.Gateway("g", null, null, null);
    var exposure = new Exposure.ByGateway(gateway, "chat.example.com", true, List.of());
    assertThat(urls("", exposure, observed(service("NodePort").build(), List.of())))
        .contains("https://chat.example.com/demo", "wss://chat.example.com/ws");
  }

  private static List<String> urls(String more, Exposure exposure, Observed observed) {
    Channel channel =
        OperatorProcess.serialization()
            .unmarshal(
                """
                apiVersion: touchpoint.cx/v1alpha1
                kind: Channel
                metadata: {name: support, namespace: care}
                spec:
                  type: WebChat
                  webChat: {demoPage: Served}
                  responder: {type: Echo}
                  %s
                """
                    .formatted(more),
                Channel.class);
    return Reach.endpoints(channel, exposure, observed).stream().map(Endpoint::url).toList();
  }

  private static Observed observed(Service open, List<Pod> pods) {
    return new Observed(
        Optional.empty(), Optional.of(open), Optional.empty(), Optional.empty(), pods, List.of());
  }

  private static ServiceBuilder service(String type) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("support-connector")
        .withNamespace("care")
        .endMetadata()
        .withNewSpec()
        .withType(type)
        .addNewPort()
        .withNodePort(30001)
        .endPort()
        .endSpec();
  }

  private static Pod podOn(String node) {
    return new PodBuilder().withNewStatus().withHostIP(node).endStatus().build();
  }
}
