package cx.touchpoint.operator.measure;

/** Which Channel. */
public record ChannelId(String namespace, String name) {}
