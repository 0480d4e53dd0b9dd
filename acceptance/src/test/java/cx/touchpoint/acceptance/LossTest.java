package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Customers write without end while connectors, database and responder die, in real pods. What they
 * were told and what the responder did is held against each other by a program of its own, {@link
 * Audit}. Length and pace: {@code -Dtouchpoint.loss.minutes=10 -Dtouchpoint.loss.per-second=60};
 * the journals are in {@code target/loss}.
 */
@ExtendWith(WholeCluster.class)
final class LossTest {

  private static final Duration LENGTH =
      Duration.ofMinutes(Integer.getInteger("touchpoint.loss.minutes", 1));
  private static final int PER_SECOND = Integer.getInteger("touchpoint.loss.per-second", 20);
  private static final int CUSTOMERS = 40;

  private static final Duration FROZEN = Duration.ofSeconds(20);
  private static final Duration DEAD = Duration.ofSeconds(10);
  private static final Duration ANSWERED = Duration.ofMinutes(3);

  private static final Path JOURNALS = Path.of("target", "loss");
  private static final String DATABASE = "postgres";
  private static final String NAME = "orders";

  private final Cluster cluster;
  private final Program kubectl;
  private final Findings findings = new Findings();

  LossTest(Cluster cluster) {
    this.cluster = cluster;
    this.kubectl = Program.kubectl(cluster);
  }

  @Test
  void whatWasAcknowledgedIsAnsweredOnceAndInOrderWhateverDies() throws Exception {
    try (Tenant tenant = Tenant.open(cluster, "loss");
        Http http = new Http();
        Journal senders = new Journal(JOURNALS.resolve("senders.tsv"));
        Journal replies = new Journal(JOURNALS.resolve("responder.tsv"));
        MortalResponder responder = MortalResponder.open(cluster, replies)) {
      keepWhatIsSaid(tenant, responder);
      assumeTrue(
          NodeProcess.isVisible(pods(tenant).getFirst()),
          "connectors that are killed: the node's processes are not visible from here");
      Processors processors = Processors.begin();
      try (WritingCustomers customers =
          WritingCustomers.begin(tenant.sender(http, NAME), senders, CUSTOMERS, PER_SECOND)) {
        long end = System.nanoTime() + LENGTH.toNanos();
        int rounds = 0;
        do {
          everythingDiesOnce(tenant, responder, customers);
          rounds++;
        } while (System.nanoTime() < end);
        customers.end();
        findings.add("rounds of faults", rounds);
        findings.percent("processors of this machine in use", processors.inUse());
        findings.add("requests until all was acknowledged", customers.attempts());
        customers.askForAnswers(ANSWERED);
        // By then nothing is in progress, so each is told the very same again.
        customers.askForAnswers(ANSWERED);
      }
    } finally {
      findings.write(JOURNALS.resolve("findings.txt"));
    }
    assertThat(audit()).as("Audit, over the journals in %s", JOURNALS.toAbsolutePath()).isZero();
  }

  private void everythingDiesOnce(
      Tenant tenant, MortalResponder responder, WritingCustomers customers) {
    untilTaken(customers, 10);
    NodeProcess.of(pods(tenant).getFirst()).kill();
    untilTaken(customers, 10);
    cluster
        .client()
        .pods()
        .inNamespace(DATABASE)
        .list()
        .getItems()
        .forEach(pod -> cluster.client().resource(pod).withGracePeriod(0).delete());
    untilTaken(customers, 10);
    responder.die();
    until(DEAD);
    responder.live();
    untilTaken(customers, 10);
    NodeProcess frozen = NodeProcess.of(pods(tenant).getLast());
    frozen.freeze();
    try {
      until(FROZEN);
    } finally {
      frozen.goOn();
    }
    untilTaken(customers, 10);
    String deployment = "deployment/" + NAME + "-connector";
    String namespace = "--namespace=" + tenant.namespace();
    kubectl.succeed("rollout", "restart", deployment, namespace);
    kubectl.succeed("rollout", "status", deployment, namespace, "--timeout=5m");
    untilTaken(customers, 10);
  }

  /** So many seconds' worth of messages more are acknowledged. */
  private static void untilTaken(WritingCustomers customers, int seconds) {
    int wanted = customers.acknowledged() + seconds * PER_SECOND;
    Cluster.until(
        Cluster.ROLLOUT,
        () -> assertThat(customers.acknowledged()).as("acknowledged").isGreaterThan(wanted));
  }

  private void keepWhatIsSaid(Tenant tenant, MortalResponder responder) {
    tenant.createDatabaseSecret();
    tenant.apply(
        """
        apiVersion: touchpoint.cx/v1alpha1
        kind: ConversationHistory
        metadata: {name: customers, namespace: $NAMESPACE}
        spec: {postgres: {secretRef: {name: touchpoint-postgres}}, tenant: $NAMESPACE}
        """);
    tenant.applyHook(
        NAME,
        "{type: Http, maxConcurrentTurns: 20, http: {url: \"%s\", timeout: 5s}}"
            .formatted(responder.url()),
        "conversationHistoryRef: {name: customers}");
    cluster.untilReady(tenant.namespace(), NAME);
  }

  private List<Pod> pods(Tenant tenant) {
    List<Pod> pods = cluster.connectors(tenant.namespace(), NAME);
    assertThat(pods).as("connectors").isNotEmpty();
    return pods;
  }

  private int audit() throws IOException, InterruptedException {
    Path told = JOURNALS.resolve("audit.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Audit.class.getName(),
                JOURNALS.toString())
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    int exit = process.waitFor();
    Files.readAllLines(told).stream().limit(30).forEach(System.out::println);
    return exit;
  }

  /** Lets the time pass for which something is dead. */
  private static void until(Duration over) {
    long end = System.nanoTime() + over.toNanos();
    Cluster.until(
        over.plusSeconds(TimeUnit.MINUTES.toSeconds(1)),
        () -> assertThat(System.nanoTime()).isGreaterThanOrEqualTo(end));
  }
}
