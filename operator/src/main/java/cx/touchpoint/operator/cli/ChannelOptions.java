package cx.touchpoint.operator.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which Channel's connectors are asked. */
final class ChannelOptions {

  @Parameters(index = "0", paramLabel = "CHANNEL", description = "The Channel.")
  private String channel = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Its namespace. Default: the context's.")
  private @Nullable String namespace;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /**
   * Opens a line to one of its connectors.
   *
   * @throws UserError when there is no such Channel, or none is ready
   */
  ConnectorLine open() {
    Cluster opened = cluster.open();
    try {
      String in = namespace == null ? opened.namespace() : namespace;
      return new ConnectorLine(opened, in, opened.connectorOfChannel(in, channel));
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }
}
