package cx.touchpoint.connector;

/**
 * Texts of {@code connector.json} for tests.
 *
 * @param block the block of the type, with its name
 */
public record Configuration(
    String revision, String type, String block, String responder, int slots, String promises) {

  public static final String ORIGIN = "https://shop.example.com";

  public static Configuration webChat() {
    return new Configuration(
        "r1",
        "WebChat",
        "\"webChat\": {\"allowedOrigins\": [\"%s\"], \"demoPage\": true}".formatted(ORIGIN),
        "{\"type\": \"Echo\"}",
        4,
        "");
  }

  public static Configuration webhook() {
    return new Configuration(
        "r1", "Webhook", hook("Bearer", "null"), "{\"type\": \"Echo\"}", 4, "");
  }

  public static String hook(String authentication, String requestsPerMinute) {
    return """
        "webhook": {"authentication": "%s", "allowedOrigins": ["shop.example.com"],
                    "requestsPerMinute": %s}"""
        .formatted(authentication, requestsPerMinute);
  }

  public Configuration revision(String other) {
    return new Configuration(other, type, block, responder, slots, promises);
  }

  public Configuration block(String other) {
    return new Configuration(revision, type, other, responder, slots, promises);
  }

  public Configuration slots(int other) {
    return new Configuration(revision, type, block, responder, other, promises);
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
        promises);
  }

  public Configuration promise(String target, String phase, long within, long abandonedAfter) {
    String promise =
        """
        {"target": "%s", "phase": "%s", "withinMillis": %d, "abandonedAfterMillis": %d}"""
            .formatted(target, phase, within, abandonedAfter);
    return new Configuration(
        revision,
        type,
        block,
        responder,
        slots,
        promises.isEmpty() ? promise : promises + ", " + promise);
  }

  public String json() {
    return """
        {"revision": "%s", "channel": "hello", "type": "%s", %s,
         "responder": %s, "maxConcurrentTurns": %d, "promises": [%s]}"""
        .formatted(revision, type, block, responder, slots, promises);
  }
}
