package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import java.util.List;
import java.util.Optional;

/** Whether customers can reach a Channel, in the words of whoever routes them. */
final class Exposed {
  private Exposed() {}

  static Verdict of(Exposure exposure, Observed observed, boolean addressKnown) {
    if (!exposure.problems().isEmpty()) {
      Problem problem = exposure.problems().getFirst();
      return Verdict.no("HostUnusable", problem.field() + ": " + problem.message());
    }
    return switch (exposure) {
      case Exposure.ByGateway it -> byGateway(it, observed);
      case Exposure.ByIngress it -> byIngress(observed);
      case Exposure.ByService it -> byService(it, addressKnown);
      case Exposure.HostTaken it -> hostTaken(it);
      case Exposure.Inside it ->
          Verdict.yes("InsideOnly", "reachable inside the cluster only, as the ChannelClass says");
    };
  }

  /** Whose it is stays unsaid: it may be another team's. */
  private static Verdict hostTaken(Exposure.HostTaken exposure) {
    return Verdict.no(
        "HostTaken",
        exposure.host()
            + " belongs to another Channel, which is older or had it first. Choose another host in"
            + " spec.host; this one is taken up by itself when it gets free");
  }

  private static Verdict byService(Exposure.ByService exposure, boolean addressKnown) {
    if (addressKnown) {
      return Verdict.yes("ServiceReady", "a " + exposure.serviceType() + " Service serves it");
    }
    return exposure.serviceType().equals("LoadBalancer")
        ? Verdict.unknown(
            "LoadBalancerPending",
            "the Service has no load balancer address yet: that needs a load balancer controller")
        : Verdict.unknown("ServicePending", "the Service has no address yet");
  }

  private static Verdict byIngress(Observed observed) {
    return observed.route().isPresent()
        ? Verdict.yes("IngressWritten", "the Ingress is written; its controller routes customers")
        : Verdict.unknown("IngressPending", "the Ingress is being written");
  }

  private static Verdict byGateway(Exposure.ByGateway exposure, Observed observed) {
    if (!exposure.served()) {
      return Verdict.no(
          "GatewayApiMissing",
          "the ChannelClass exposes by Gateway and this cluster does not serve the Gateway API:"
              + " install its CustomResourceDefinitions and a controller; it is picked up then");
    }
    if (observed.route().isEmpty() || !(observed.route().get() instanceof HTTPRoute route)) {
      return Verdict.unknown("RoutePending", "the HTTPRoute is being written");
    }
    List<RouteParentStatus> parents =
        route.getStatus() == null ? List.of() : route.getStatus().getParents();
    if (parents.isEmpty()) {
      return Verdict.unknown(
          "RouteUnanswered",
          "no controller has answered for HTTPRoute "
              + route.getMetadata().getName()
              + ": is there a Gateway "
              + exposure.gateway().name()
              + " of a class that a controller serves?");
    }
    return parents.stream()
        .flatMap(it -> it.getConditions().stream())
        .filter(it -> isAboutRouting(it) && !"True".equals(it.getStatus()))
        .findFirst()
        .map(it -> refused(it))
        .orElseGet(() -> accepted(route, parents));
  }

  private static Verdict accepted(HTTPRoute route, List<RouteParentStatus> parents) {
    boolean answeredForThis =
        parents.stream()
            .flatMap(it -> it.getConditions().stream())
            .filter(Exposed::isAboutRouting)
            .allMatch(it -> isFor(it, route.getMetadata().getGeneration()));
    boolean accepted =
        parents.stream()
            .allMatch(
                it -> it.getConditions().stream().anyMatch(c -> "Accepted".equals(c.getType())));
    return answeredForThis && accepted
        ? Verdict.yes("RouteAccepted", "the Gateway routes customers to it")
        : Verdict.unknown("RouteUnanswered", "the Gateway's controller has not answered yet");
  }

  private static Verdict refused(Condition condition) {
    String said = condition.getType() + " is " + condition.getStatus();
    String message =
        "the Gateway's controller says of the HTTPRoute: "
            + said
            + Optional.ofNullable(condition.getMessage())
                .filter(it -> !it.isBlank())
                .map(it -> ", " + it)
                .orElse("");
    return "False".equals(condition.getStatus())
        ? Verdict.no(condition.getReason(), message)
        : Verdict.unknown(condition.getReason(), message);
  }

  private static boolean isAboutRouting(Condition condition) {
    return "Accepted".equals(condition.getType()) || "ResolvedRefs".equals(condition.getType());
  }

  private static boolean isFor(Condition condition, Long generation) {
    return condition.getObservedGeneration() == null
        || condition.getObservedGeneration() >= generation;
  }
}
