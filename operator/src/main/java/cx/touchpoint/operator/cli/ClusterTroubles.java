package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.core.JacksonException;
import cx.touchpoint.operator.text.Printable;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.stream.Stream;

/** Why a cluster does not tell, in words a person can act on. */
final class ClusterTroubles {

  private final String server;
  private final String context;

  ClusterTroubles(Config config) {
    server = String.valueOf(config.getMasterUrl());
    context =
        config.getCurrentContext() == null
            ? ""
            : " (context " + config.getCurrentContext().getName() + ")";
  }

  /**
   * One sentence or two.
   *
   * @param what the resources that were asked for
   * @param namespace where, empty for everywhere
   */
  String of(KubernetesClientException failure, String what, String namespace) {
    String cluster = "the cluster at " + server + context;
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "you may not list %s in %s of %s. %s"
              .formatted(
                  what,
                  namespace.isEmpty() ? "all namespaces" : "namespace " + namespace,
                  cluster,
                  namespace.isEmpty()
                      ? "Give one with -n where you may."
                      : "The cluster's role 'view' lets you.");
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          cluster + " does not accept your credentials. Log in anew, or choose another --context.";
      case HttpURLConnection.HTTP_NOT_FOUND ->
          cluster
              + " has no "
              + what
              + ". Install Touchpoint there (docs/install.md), or choose another --context.";
      default ->
          failure.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
              ? cluster + " answered: " + Printable.of(String.valueOf(failure.getMessage()))
              : cluster + " cannot be reached: " + why(failure);
    };
  }

  private static String why(Throwable failure) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return "its host is not known here. Check --kubeconfig and --context.";
    }
    if (has(failure, ConnectException.class)) {
      return "nothing listens there. Is it up? Check --kubeconfig and --context.";
    }
    if (has(failure, JacksonException.class)) {
      return "it does not answer as a Kubernetes API server does. Check --kubeconfig and --context.";
    }
    Throwable last =
        Stream.iterate(failure, it -> it != null, Throwable::getCause)
            .reduce((former, cause) -> cause)
            .orElse(failure);
    return Printable.of(String.valueOf(last.getMessage())) + ".";
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .anyMatch(type::isInstance);
  }
}
