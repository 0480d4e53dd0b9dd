package cx.touchpoint.operator.testing;

/** The least that can be applied, for tests that are about something else. */
public final class Manifests {

  /** A class that exposes nothing; to be given its name. */
  public static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec: {exposure: {type: None}}
      """;

  /** A chat that answers itself; to be given its name, its namespace and its class. */
  public static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: %s}
      spec: {type: WebChat, webChat: {demoPage: Served}, classRef: {name: %s}, responder: {type: Echo}}
      """;

  /** The same by the name of support; to be given its namespace and its class. */
  public static final String SUPPORT = CHANNEL.replaceFirst("%s", "support");

  private Manifests() {}
}
