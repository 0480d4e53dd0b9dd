package cx.touchpoint.connector;

import cx.touchpoint.connector.conversation.Ticks;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a connector and ends it at SIGTERM. */
public final class Main {

  private static final int USAGE = 1;
  private static final int FAILURE = 2;

  private Main() {}

  /** Exit code 0 after a drain, 1 for a command line it does not understand, 2 when it fails. */
  @SuppressWarnings("SystemOut") // help and usage are for a person at a terminal
  public static void main(String[] arguments) throws InterruptedException {
    Flags flags;
    try {
      flags = Flags.parse(arguments);
    } catch (Flags.UnknownFlag e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
      return;
    }
    if (flags == null) {
      System.out.print(Flags.HELP);
      return;
    }
    run(flags);
  }

  private static void run(Flags flags) throws InterruptedException {
    // Vert.x would otherwise write through java.util.logging.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    System.setProperty("vertx.disableFileCPResolving", "true");
    Logger log = LoggerFactory.getLogger(Main.class);
    Connector connector = new Connector(flags, Ticks.system());
    try {
      connector.start();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      log.error(
          "Cannot listen on {} ports {} and {}: {}. Free the ports or choose others, see --help.",
          flags.host(),
          flags.port(),
          flags.managementPort(),
          cause.getMessage());
      System.exit(FAILURE);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(connector), "drain"));
  }

  private static void drain(Connector connector) {
    int code = FAILURE;
    try {
      connector.stop();
      code = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // The JVM would say 143 after SIGTERM; a connector that was asked to end and did so is a
      // success.
      Runtime.getRuntime().halt(code);
    }
  }
}
