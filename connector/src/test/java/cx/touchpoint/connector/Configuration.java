package cx.touchpoint.connector;

/**
 * Texts of {@code connector.json} for tests.
 *
 * @param block the block of the type, with its name
 */
public record Configuration(
    String revision,
    String type,
    String block,
    String responder,
    int slots,
    String promises,
    String proxy,
    String history,
    String sorry) {

  public static final String ORIGIN = "https://shop.example.com";

  public static Configuration webChat() {
    return new Configuration(
        "r1",
        "WebChat",
        "\"webChat\": {\"allowedOrigins\": [\"%s\"], \"demoPage\": true}".formatted(ORIGIN),
        "{\"type\": \"Echo\"}",
        4,
        "",
        "null",
        "null",
        "null");
  }

  /**
   * @param signIn the block of that name
   */
  public static Configuration inApp(String signIn) {
    return new Configuration(
        "r1",
        "InApp",
        "\"inApp\": {\"signIn\": %s}".formatted(signIn),
        "{\"type\": \"Echo\"}",
        4,
        "",
        "null",
        "null",
        "null");
  }

  public static Configuration kiosk(long resetAfterMillis) {
    return new Configuration(
        "r1",
        "Kiosk",
        "\"kiosk\": {\"allowedOrigins\": [\"%s\"], \"demoPage\": true, \"resetAfterMillis\": %d}"
            .formatted(ORIGIN, resetAfterMillis),
        "{\"type\": \"Echo\"}",
        4,
        "",
        "null",
        "null",
        "null");
  }

  public static Configuration webhook() {
    return new Configuration(
        "r1",
        "Webhook",
        hook("Bearer", "null"),
        "{\"type\": \"Echo\"}",
        4,
        "",
        "null",
        "null",
        "null");
  }

  public static String hook(String authentication, String requestsPerMinute) {
    return """
        "webhook": {"authentication": "%s", "allowedOrigins": ["shop.example.com"],
                    "requestsPerMinute": %s}"""
        .formatted(authentication, requestsPerMinute);
  }

  public Configuration revision(String other) {
    return new Configuration(other, type, block, responder, slots, promises, proxy, history, sorry);
  }

  public Configuration block(String other) {
    return new Configuration(
        revision, type, other, responder, slots, promises, proxy, history, sorry);
  }

  public Configuration slots(int other) {
    return new Configuration(
        revision, type, block, responder, other, promises, proxy, history, sorry);
  }

  public Configuration http(String url, long timeoutMillis, boolean authenticated) {
    return new Configuration(
        revision,
        type,
        block,
        """
        {"type": "Http", "http": {"url": "%s", "timeoutMillis": %d, "authenticated": %s}}"""
            .formatted(url, timeoutMillis, authenticated),
        slots,
        promises,
        proxy,
        history,
        sorry);
  }

  /** With people at a desk, who get what is handed over. */
  public Configuration desked(String url, String desk) {
    return new Configuration(
        revision,
        type,
        block,
        """
        {"type": "Http", "http": {"url": "%s", "timeoutMillis": 5000, "authenticated": true, "deskUrl": "%s"}}"""
            .formatted(url, desk),
        slots,
        promises,
        proxy,
        history,
        sorry);
  }

  /** Promised of people or of programs. */
  public Configuration promise(String target, String phase, long within, String by) {
    return promised(
        """
        {"target": "%s", "phase": "%s", "withinMillis": %d, "abandonedAfterMillis": 0, "by": "%s"}"""
            .formatted(target, phase, within, by));
  }

  public Configuration promise(String target, String phase, long within, long abandonedAfter) {
    return promised(
        """
        {"target": "%s", "phase": "%s", "withinMillis": %d, "abandonedAfterMillis": %d}"""
            .formatted(target, phase, within, abandonedAfter));
  }

  private Configuration promised(String promise) {
    return new Configuration(
        revision,
        type,
        block,
        responder,
        slots,
        promises.isEmpty() ? promise : promises + ", " + promise,
        proxy,
        history,
        sorry);
  }

  /** By way of a proxy on this machine, but for these hosts, each in quotes. */
  public Configuration proxied(int port, String noProxy) {
    String other =
        """
        {"host": "127.0.0.1", "port": %d, "noProxy": [%s]}"""
            .formatted(port, noProxy);
    return new Configuration(
        revision, type, block, responder, slots, promises, other, history, sorry);
  }

  /** At most so many connections of one client; these blocks of proxies, each in quotes. */
  public Configuration clients(int connectionsPerAddress, String trustedProxies) {
    String other =
        """
        %s, "clients": {"connectionsPerAddress": %d, "trustedProxies": [%s]}"""
            .formatted(proxy, connectionsPerAddress, trustedProxies);
    return new Configuration(
        revision, type, block, responder, slots, promises, other, history, sorry);
  }

  /** With messages kept for a tenant, whose database the mounted Secret names. */
  public Configuration kept(String tenant) {
    return kept(tenant, "");
  }

  /** The same, and customers are recognised by these keys, separated by {@code ", "}. */
  public Configuration kept(String tenant, String identityKeys) {
    String other =
        """
        {"name": "customers", "namespace": "care", "tenant": "%s", "retentionDays": 90,
         "identityKeys": [%s]}"""
            .formatted(tenant, identityKeys.isEmpty() ? "" : '"' + identityKeys + '"');
    return new Configuration(
        revision, type, block, responder, slots, promises, proxy, other, sorry);
  }

  /** Matters in which nothing was said for so long are settled; where messages are kept. */
  public Configuration resolvedAfterMillis(long idle) {
    String other =
        history.replace("\"name\":", "\"resolveAfterIdleMillis\": %d, \"name\":".formatted(idle));
    return new Configuration(
        revision, type, block, responder, slots, promises, proxy, other, sorry);
  }

  /** What customers read whom nobody could answer. */
  public Configuration sorry(String text) {
    String other = '"' + text + '"';
    return new Configuration(
        revision, type, block, responder, slots, promises, proxy, history, other);
  }

  public String json() {
    return """
        {"revision": "%s", "channel": "hello", "type": "%s", %s,
         "responder": %s, "maxConcurrentTurns": %d, "promises": [%s], "proxy": %s,
         "history": %s, "sorry": %s}"""
        .formatted(revision, type, block, responder, slots, promises, proxy, history, sorry);
  }
}
