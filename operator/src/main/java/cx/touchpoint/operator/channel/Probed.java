package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.condition.Verdict;

/** Whether a page is fetched. How that goes is for promises to say, not for the Channel. */
final class Probed {
  private Probed() {}

  static Verdict of(Probing probing) {
    return switch (probing) {
      case Probing.By it ->
          Verdict.yes(
              "Probed",
              "%s fetches the page every %s, by module %s"
                  .formatted(it.prober(), it.interval(), it.module()));
      case Probing.NoProber it ->
          Verdict.no(
              "NoProber",
              "ChannelClass %s has no monitoring.prober, so nobody fetches the page: name another class in spec.classRef, or ask for monitoring.prober.url in that one, the host:port of a blackbox exporter; it is picked up then"
                  .formatted(it.channelClass()));
      case Probing.NotServed it ->
          Verdict.no(
              "PrometheusOperatorMissing",
              "pages are fetched by way of Probes and this cluster does not serve that kind of"
                  + " monitoring.coreos.com/v1: install the Prometheus Operator with its"
                  + " CustomResourceDefinitions; it is picked up then");
    };
  }
}
