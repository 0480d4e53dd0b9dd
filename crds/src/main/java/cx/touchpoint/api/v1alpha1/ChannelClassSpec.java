package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a platform team lays down for the connectors of a {@link ChannelClass}. */
public record ChannelClassSpec(
    @JsonPropertyDescription(
            "The namespaces whose Channels may use this class. Without it all of them.")
        @Nullable AllowedNamespaces allowedNamespaces,
    @JsonPropertyDescription("The pods that connectors run in.") @Nullable Connector connector,
    @Required @JsonPropertyDescription("How customers reach the channels of this class.")
        Exposure exposure,
    @JsonPropertyDescription("How many replicas a channel has.") @Nullable Scaling scaling,
    @JsonPropertyDescription("How connectors are watched.") @Nullable Monitoring monitoring,
    @JsonPropertyDescription("Who may talk to connectors inside the cluster.")
        @Nullable NetworkPolicy networkPolicy,
    @JsonPropertyDescription("How a change to this class, or of the operator, reaches connectors.")
        @Nullable Rollout rollout) {

  /** The namespaces whose Channels may use a class. */
  @ValidationRule(
      value = "(has(self.from) && self.from == 'Selector') == has(self.selector)",
      fieldPath = ".selector",
      message = "belongs to allowedNamespaces.from Selector, which needs it")
  public record AllowedNamespaces(
      @Default("All")
          @JsonPropertyDescription(
              "All: every namespace. Selector: those whose labels the selector chooses.")
          @Nullable From from,
      @JsonPropertyDescription("Chooses namespaces by their labels.")
          @Nullable LabelSelection selector) {

    /** How namespaces are chosen. */
    public enum From {
      All,
      Selector
    }
  }

  /** How a change reaches the connectors of many channels. */
  public record Rollout(
      @Default("3")
          @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "Channels of this class whose connectors are replaced at the same time when the class"
                  + " or the operator changes. A change to a Channel itself does not wait.")
          @Nullable Integer maxConcurrent) {}

  /** The pods that connectors run in. */
  @ValidationRule(
      value = "!has(self.podLabels) || self.podLabels.all(k, k.matches('" + Labelling.KEY + "'))",
      fieldPath = ".podLabels",
      message = "must have keys like team or example.com/team")
  @ValidationRule(
      value =
          "!has(self.podLabels) || !self.podLabels.exists(k, k.startsWith('touchpoint.cx/') || k in"
              + " ['app.kubernetes.io/name', 'app.kubernetes.io/instance',"
              + " 'app.kubernetes.io/managed-by'])",
      fieldPath = ".podLabels",
      message =
          "must not set touchpoint.cx/..., app.kubernetes.io/name, instance or managed-by: Touchpoint"
              + " finds its pods by them")
  @ValidationRule(
      value =
          "!has(self.podAnnotations) || self.podAnnotations.all(k, k.matches('"
              + Labelling.KEY
              + "'))",
      fieldPath = ".podAnnotations",
      message = "must have keys like note or example.com/note")
  @ValidationRule(
      value =
          "!has(self.nodeSelector) || self.nodeSelector.all(k, k.matches('" + Labelling.KEY + "'))",
      fieldPath = ".nodeSelector",
      message = "must have keys like disk or example.com/disk")
  public record Connector(
      @Size(min = 1, max = 512)
          @JsonPropertyDescription(
              "The connector's image. Without it the one released with the operator.")
          @Nullable String image,
      @Size(max = 8)
          @JsonPropertyDescription(
              "Secrets of the Channel's namespace that the image is pulled with.")
          @Nullable List<SecretReference> imagePullSecrets,
      @JsonPropertyDescription(
              "Resources of the connector's container. Without it requests of 200m CPU and 256Mi,"
                  + " and a limit of 256Mi.")
          @Nullable Resources resources,
      @Size(max = 64)
          @JsonPropertyDescription(
              "Environment variables of the connector, for example TOUCHPOINT_LOG_LEVEL: debug, or"
                  + " JAVA_TOOL_OPTIONS for Java's own settings.")
          @Nullable List<EnvironmentVariable> env,
      @Size(max = 32) @JsonPropertyDescription("Labels added to every connector pod.")
          @Nullable Map<String, @Size(max = 63) @Pattern(Labelling.VALUE) String> podLabels,
      @Size(max = 32) @JsonPropertyDescription("Annotations added to every connector pod.")
          @Nullable Map<String, @Size(max = 4096) String> podAnnotations,
      @Size(max = 32) @JsonPropertyDescription("Labels a node must have.")
          @Nullable Map<String, @Size(max = 63) @Pattern(Labelling.VALUE) String> nodeSelector,
      @Size(max = 32)
          @JsonPropertyDescription("Taints connector pods tolerate, written as in a Pod.")
          @Nullable List<Toleration> tolerations,
      @JsonPropertyDescription("Where connector pods may and should run, written as in a Pod.")
          @Nullable Affinity affinity,
      @Size(min = 1, max = 253) @JsonPropertyDescription("The pods' priority class.")
          @Nullable String priorityClassName,
      @JsonPropertyDescription(
              "Certificate authorities that connectors trust beside the usual ones when they ask"
                  + " responders over https. A changed bundle is taken up without a restart.")
          @Nullable CaBundle caBundle,
      @JsonPropertyDescription("The proxy through which connectors reach responders over https.")
          @Nullable Proxy proxy,
      @Min(1)
          @Max(100_000)
          @JsonPropertyDescription(
              "Sockets and requests in progress that one client address may have at one replica;"
                  + " those beyond are refused and counted as limited. Without it 200 where"
                  + " exposure.trustedProxies tells clients apart, else any number: behind a proxy"
                  + " that is not trusted all customers have one address.")
          @Nullable Integer connectionsPerAddress) {}

  /** An environment variable. */
  public record EnvironmentVariable(
      @Required
          @Size(min = 1, max = 253)
          @Pattern("^[-._a-zA-Z][-._a-zA-Z0-9]*$")
          @JsonPropertyDescription("Its name.")
          String name,
      @Size(max = 4096) @JsonPropertyDescription("Its value; empty unless set.")
          @Nullable String value) {}

  /** Certificate authorities in PEM form. */
  public record CaBundle(
      @Required
          @JsonPropertyDescription(
              "The ConfigMap they are in, looked for in each Channel's namespace.")
          ConfigMapKey configMapRef) {}

  /** An HTTP proxy for outgoing requests (RFC 9110, 9.3.6: CONNECT). */
  @ValidationRule(
      value = "self.https.matches('^http://" + Hosts.ALONE + ":" + Hosts.PORT + "/?$')",
      fieldPath = ".https",
      message =
          "must be http://host:port without name and password, for example"
              + " http://proxy.example.com:3128")
  @ValidationRule(
      value =
          "self.matches('^[.]?[a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?([.][a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?)*$')"
              + " || self.matches('"
              + Addresses.IP
              + "') || self.matches('"
              + Addresses.BLOCK
              + "')",
      fieldPath = ".noProxy[*]",
      message =
          "must be a name (example.com, with all below it), a .suffix (.svc), an address (192.0.2.7)"
              + " or a block of addresses (10.0.0.0/8), without scheme, port or '*'")
  public record Proxy(
      @Required
          @Size(min = 1, max = 270)
          @JsonPropertyDescription(
              "The proxy that https requests go through by CONNECT, http://host:port. Plain http"
                  + " goes without it.")
          String https,
      @Size(max = 64)
          @JsonPropertyDescription(
              "Hosts that are reached without it: a name and all below it, a .suffix, an address, a"
                  + " CIDR block of addresses. Names are not looked up to compare them with"
                  + " addresses.")
          @Nullable List<@Size(min = 1, max = 253) String> noProxy) {}

  /** CPU and memory of a container. */
  @ValidationRule(
      value =
          "!has(self.requests) || self.requests.all(k, isQuantity(string(dyn(self.requests[k]))))",
      fieldPath = ".requests",
      message = "must be quantities such as 200m (CPU) or 256Mi (memory)")
  @ValidationRule(
      value = "!has(self.limits) || self.limits.all(k, isQuantity(string(dyn(self.limits[k]))))",
      fieldPath = ".limits",
      message = "must be quantities such as 200m (CPU) or 256Mi (memory)")
  @ValidationRule(
      value =
          "!has(self.requests) || self.requests.all(k, k in ['cpu', 'memory', 'ephemeral-storage']"
              + " || k.startsWith('hugepages-') || k.matches('^[^/]+/[^/]+$'))",
      fieldPath = ".requests",
      message =
          "must name cpu, memory, ephemeral-storage, hugepages-SIZE or a resource of your own such"
              + " as example.com/gpu")
  @ValidationRule(
      value =
          "!has(self.limits) || self.limits.all(k, k in ['cpu', 'memory', 'ephemeral-storage'] ||"
              + " k.startsWith('hugepages-') || k.matches('^[^/]+/[^/]+$'))",
      fieldPath = ".limits",
      message =
          "must name cpu, memory, ephemeral-storage, hugepages-SIZE or a resource of your own such"
              + " as example.com/gpu")
  @ValidationRule(
      value =
          "!has(self.requests) || !has(self.limits) || ['cpu', 'memory',"
              + " 'ephemeral-storage'].all(k, !(k in self.requests) || !(k in self.limits) ||"
              + " !isQuantity(string(dyn(self.requests[k]))) || !isQuantity(string(dyn(self.limits[k]))) ||"
              + " !quantity(string(dyn(self.requests[k]))).isGreaterThan(quantity(string(dyn(self.limits[k])))))",
      fieldPath = ".limits",
      message =
          "must not be less than the requests of the same resource: raise it, or request less")
  public record Resources(
      @Size(max = 8)
          @JsonPropertyDescription("What a pod is promised, by resource: cpu, memory and so on.")
          @Nullable Map<String, Quantity> requests,
      @Size(max = 8) @JsonPropertyDescription("What a pod may use at most, by resource.")
          @Nullable Map<String, Quantity> limits) {}

  /** How customers reach a channel. */
  @ValidationRule(
      value = "self.type != 'Gateway' || has(self.gateway)",
      fieldPath = ".gateway",
      reason = "FieldValueRequired",
      message = "exposure.type Gateway needs it: give the Gateway's name")
  @ValidationRule(
      value = "self.type == 'Gateway' || !has(self.gateway)",
      fieldPath = ".gateway",
      reason = "FieldValueForbidden",
      message = "belongs to exposure.type Gateway: remove it, or set the type")
  @ValidationRule(
      value = "self.type == 'Ingress' || !has(self.ingress)",
      fieldPath = ".ingress",
      reason = "FieldValueForbidden",
      message = "belongs to exposure.type Ingress: remove it, or set the type")
  @ValidationRule(
      value = "self.type == 'Service' || !has(self.service)",
      fieldPath = ".service",
      reason = "FieldValueForbidden",
      message = "belongs to exposure.type Service: remove it, or set the type")
  @ValidationRule(
      value = "!has(self.hostTemplate) || self.type in ['Gateway', 'Ingress']",
      fieldPath = ".hostTemplate",
      reason = "FieldValueForbidden",
      message = "has a use only with exposure.type Gateway or Ingress: remove it, or set the type")
  @ValidationRule(
      value =
          "!has(self.hostTemplate) || (self.hostTemplate.contains('{channel}') &&"
              + " self.hostTemplate.contains('{namespace}'))",
      fieldPath = ".hostTemplate",
      message =
          "must contain {channel} and {namespace}, so that no two Channels share a host, for example"
              + " {channel}-{namespace}.cx.example.com")
  @ValidationRule(
      value =
          "!has(self.hostTemplate) ||"
              + " self.hostTemplate.matches('^([-a-z0-9.]|[{]channel[}]|[{]namespace[}])+$')",
      fieldPath = ".hostTemplate",
      message =
          "must be a DNS name in lower case once {channel} and {namespace} are filled in, for"
              + " example {channel}-{namespace}.cx.example.com")
  @ValidationRule(
      value = "self.matches('" + Addresses.BLOCK + "')",
      fieldPath = ".trustedProxies[*]",
      message = "must be a block of addresses, for example 10.0.0.0/8 or 2001:db8::/32")
  public record Exposure(
      @Required
          @JsonPropertyDescription(
              "Gateway: an HTTPRoute (Gateway API). Ingress: an Ingress. Service: a Service of the"
                  + " given type. None: reachable inside the cluster only.")
          ExposureType type,
      @JsonPropertyDescription("Settings of type Gateway.") @Nullable Gateway gateway,
      @JsonPropertyDescription("Settings of type Ingress.") @Nullable Ingress ingress,
      @JsonPropertyDescription("Settings of type Service.") @Nullable Service service,
      @Size(min = 1, max = 253)
          @JsonPropertyDescription(
              "The host of a Channel that names none; {channel} and {namespace} are filled in.")
          @Nullable String hostTemplate,
      @Size(max = 64)
          @JsonPropertyDescription(
              "CIDR blocks of the proxies in front of connectors, whose X-Forwarded-For says who the"
                  + " client is: proxies alone, since whoever connects from there may claim any"
                  + " address. A change is taken up without a restart.")
          @Nullable List<@Size(min = 1, max = 43) String> trustedProxies) {

    /** The ways a channel can be exposed. */
    public enum ExposureType {
      Gateway,
      Ingress,
      Service,
      None
    }
  }

  /** The Gateway that routes attach to. */
  public record Gateway(
      @Required
          @Size(min = 1, max = 253)
          @Pattern(SecretReference.SUBDOMAIN)
          @JsonPropertyDescription("The Gateway's name.")
          String name,
      @Size(min = 1, max = 63)
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @JsonPropertyDescription("The Gateway's namespace. Without it the Channel's own.")
          @Nullable String namespace,
      @Size(min = 1, max = 253)
          @Pattern(SecretReference.SUBDOMAIN)
          @JsonPropertyDescription(
              "The listener to attach to. Without it every listener that fits.")
          @Nullable String sectionName,
      @Default("https")
          @JsonPropertyDescription(
              "What customers type before the host; shown in status.endpoints.")
          @Nullable Scheme scheme) {

    /** URL schemes. */
    public enum Scheme {
      https,
      http
    }
  }

  /** The Ingress a channel gets. */
  public record Ingress(
      @Size(min = 1, max = 253)
          @Pattern(SecretReference.SUBDOMAIN)
          @JsonPropertyDescription("The IngressClass. Without it the cluster's default.")
          @Nullable String className,
      @Size(max = 32) @JsonPropertyDescription("Annotations of every Ingress of this class.")
          @Nullable Map<String, @Size(max = 4096) String> annotations,
      @JsonPropertyDescription(
              "The TLS Secret, looked for in each Channel's namespace. Without it the Ingress"
                  + " speaks plain http.")
          @Nullable SecretReference tlsSecretRef) {}

  /** The public Service of a channel. */
  public record Service(
      @Default("ClusterIP") @JsonPropertyDescription("The type of the public Service.")
          @Nullable ServiceType type) {

    /** Service types. */
    public enum ServiceType {
      ClusterIP,
      NodePort,
      LoadBalancer
    }
  }

  /** How many replicas a channel has. */
  @ValidationRule(
      value =
          "!has(self.maxReplicas) || self.maxReplicas >= (has(self.minReplicas) ? self.minReplicas"
              + " : 2)",
      fieldPath = ".maxReplicas",
      message = "must be at least minReplicas, which is 2 unless set")
  @ValidationRule(
      value =
          "!has(self.startupTime) || (self.startupTime.matches('^[0-9]{1,6}(ms|s|m)$') &&"
              + " duration(self.startupTime) > duration('0s') && duration(self.startupTime) <="
              + " duration('10m'))",
      fieldPath = ".startupTime",
      message =
          "must be one number and one unit of ms, s, m, more than 0 and at most 10m, for example 5s")
  public record Scaling(
      @Default("2")
          @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "Replicas that always run; at least 1, because nothing answers at zero.")
          @Nullable Integer minReplicas,
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "The most replicas a channel of this class may get when it scales. A Channel without a"
                  + " maxReplicas of its own takes this one; without either nothing scales.")
          @Nullable Integer maxReplicas,
      @Default("5s")
          @Size(max = 12)
          @JsonPropertyDescription(
              "How long a connector takes here from its making until it serves, images pulled. One"
                  + " that has not begun to serve after four times as long, and at least a minute, is"
                  + " started anew.")
          @Nullable String startupTime) {}

  /** How connectors are watched. */
  @ValidationRule(
      value = "!has(self.labels) || self.labels.all(k, k.matches('" + Labelling.KEY + "'))",
      fieldPath = ".labels",
      message = "must have keys like release or example.com/release")
  @ValidationRule(
      value =
          "!has(self.scrapeInterval) || (self.scrapeInterval.matches('^[0-9]{1,5}(ms|s|m)$') &&"
              + " duration(self.scrapeInterval) >= duration('1s') && duration(self.scrapeInterval)"
              + " <= duration('5m'))",
      fieldPath = ".scrapeInterval",
      message =
          "must be one number and one unit of ms, s, m, from 1s to 5m, for example 30s: Prometheus"
              + " forgets what it has not read for 5m")
  public record Monitoring(
      @Size(max = 32)
          @JsonPropertyDescription(
              "Labels of every PodMonitor, Probe and PrometheusRule, as your Prometheus selects"
                  + " them, for example release: kube-prometheus-stack.")
          @Nullable Map<String, @Size(max = 63) @Pattern(Labelling.VALUE) String> labels,
      @Default("30s")
          @Size(max = 12)
          @JsonPropertyDescription(
              "How often Prometheus reads a connector's metrics: one number and one unit of ms, s,"
                  + " m; from 1s to 5m.")
          @Nullable String scrapeInterval,
      @JsonPropertyDescription(
              "The Prometheus that evaluates the rules; it is asked how promises stand.")
          @Nullable Prometheus prometheus,
      @JsonPropertyDescription("The Grafana with Touchpoint's dashboards, for links in alerts.")
          @Nullable Grafana grafana,
      @JsonPropertyDescription(
              "The blackbox exporter that fetches Websites and the public /ping of the other"
                  + " channels. Without it none of that is measured.")
          @Nullable Prober prober,
      @JsonPropertyDescription("The words your Alertmanager routes by.")
          @Nullable Severities severities) {}

  /** A Prometheus, or what answers its queries. */
  @ValidationRule(
      value = "self.url.matches('^https?://" + Hosts.AUTHORITY + "(/" + Hosts.IN_PATH + ")?$')",
      fieldPath = ".url",
      message =
          "must be http(s)://host[:port][/path] without query, for example"
              + " http://prometheus-operated.monitoring.svc:9090")
  @ValidationRule(
      value = "!self.url.matches('/api/v1(/.*)?$')",
      fieldPath = ".url",
      message = "must stop before /api/v1, which is added to it")
  public record Prometheus(
      @Required @Size(min = 1, max = 512) @JsonPropertyDescription("Its address, without /api/v1.")
          String url) {}

  /** A Grafana. */
  @ValidationRule(
      value = "self.url.matches('^https?://" + Hosts.AUTHORITY + "(/" + Hosts.IN_PATH + ")?$')",
      fieldPath = ".url",
      message =
          "must be http(s)://host[:port][/path] without query, for example"
              + " https://grafana.example.com")
  public record Grafana(
      @Required
          @Size(min = 1, max = 512)
          @JsonPropertyDescription("Its address as people reach it.")
          String url) {}

  /** A blackbox exporter. */
  @ValidationRule(
      value = "self.url.matches('^" + Hosts.AUTHORITY + "$')",
      fieldPath = ".url",
      message =
          "must be host[:port] without scheme and path, for example"
              + " blackbox-exporter.monitoring.svc:9115")
  public record Prober(
      @Required @Size(min = 1, max = 270) @JsonPropertyDescription("Its address, host[:port].")
          String url,
      @Default("http_2xx")
          @Size(min = 1, max = 63)
          @Pattern("^[-a-zA-Z0-9_.]+$")
          @JsonPropertyDescription("Its module, by which a page is fetched.")
          @Nullable String module) {}

  /** The value of the label severity. */
  public record Severities(
      @Default("critical")
          @Size(min = 1, max = 63)
          @Pattern(Labelling.VALUE)
          @JsonPropertyDescription("Of alerts that wake somebody.")
          @Nullable String page,
      @Default("warning")
          @Size(min = 1, max = 63)
          @Pattern(Labelling.VALUE)
          @JsonPropertyDescription("Of alerts that can wait for the day.")
          @Nullable String ticket) {}

  /** Who may talk to connectors. */
  @ValidationRule(
      value = "has(self.ipBlock) != (has(self.podSelector) || has(self.namespaceSelector))",
      fieldPath = ".ingressFrom[*]",
      message = Peers.MESSAGE)
  @ValidationRule(
      value = "has(self.ipBlock) != (has(self.podSelector) || has(self.namespaceSelector))",
      fieldPath = ".egressTo[*]",
      message = Peers.MESSAGE)
  @ValidationRule(
      value = "!has(self.mode) || self.mode != 'None' || !has(self.ingressFrom)",
      fieldPath = ".ingressFrom",
      reason = "FieldValueForbidden",
      message = "has a use only with networkPolicy.mode Managed: remove it, or set the mode")
  @ValidationRule(
      value = "!has(self.mode) || self.mode != 'None' || !has(self.egressTo)",
      fieldPath = ".egressTo",
      reason = "FieldValueForbidden",
      message = "has a use only with networkPolicy.mode Managed: remove it, or set the mode")
  public record NetworkPolicy(
      @Default("Managed")
          @JsonPropertyDescription(
              "Managed: a NetworkPolicy admits ingressFrom to the public port, and the operator and"
                  + " pods labelled app.kubernetes.io/name: prometheus to the internal one; where"
                  + " egressTo is given it keeps connectors from everything else. None: no"
                  + " NetworkPolicy.")
          @Nullable Mode mode,
      @Size(max = 32)
          @JsonPropertyDescription(
              "Who reaches the public port, written as in a NetworkPolicy. Without it everyone.")
          @Nullable List<NetworkPolicyPeer> ingressFrom,
      @Size(max = 32)
          @JsonPropertyDescription(
              "What connectors reach beside DNS (port 53), written as in a NetworkPolicy:"
                  + " responders, databases of histories and, if there is one, the proxy. Without it"
                  + " everything.")
          @Nullable List<NetworkPolicyPeer> egressTo) {

    /** Whether Touchpoint writes a NetworkPolicy. */
    public enum Mode {
      Managed,
      None
    }
  }
}
