package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Gate;
import cx.touchpoint.bench.Row;
import cx.touchpoint.bench.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Where every part of the benchmark runs, what stands there, and where findings go. */
final class Site implements AutoCloseable {

  static final Duration LONGEST = Duration.ofMinutes(10);

  /** The limit that the Helm chart sets, in MiB. */
  static final int LIMIT_MIB = 256;

  /** For what is not measured, or not by its limit. */
  static final int ROOMY_MIB = 2048;

  // First, because it fails when another run has its port; nothing must be left running then.
  private final Pretence pretence = new Pretence();
  private final ApiServer server = new ApiServer();
  private final Workload workload = new Workload(server.client());
  private final Path status = Files.createTempFile("touchpoint-bench", ".json");
  private final AtomicInteger started = new AtomicInteger();
  private final List<Row> rows = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private final Wish wish;

  Site(Wish wish) throws IOException {
    this.wish = wish;
  }

  ApiServer server() {
    return server;
  }

  Workload workload() {
    return workload;
  }

  /** Sees to it that the connectors of so many Channels run. */
  void rollOut(int channels) {
    pretence.rollOut(server.client(), channels);
  }

  /** How often connectors were asked so far. */
  long asked() {
    return pretence.asked();
  }

  /** How many Channels stand for so many in this run. */
  int size(int channels) {
    return channels / wish.divisor();
  }

  int rounds() {
    return wish.rounds();
  }

  List<Row> rows() {
    return rows;
  }

  List<Gate> gates() {
    return gates;
  }

  /** The operator under the shipped memory limit. */
  Subject operator() throws IOException {
    return operator(LIMIT_MIB, 1);
  }

  /** One that has as much memory as it likes. */
  Subject operator(int limitMib) throws IOException {
    return operator(limitMib, 1);
  }

  /** One that looks at every Channel again so much more often than shipped. */
  Subject hurried(int factor) throws IOException {
    return operator(LIMIT_MIB, factor);
  }

  private Subject operator(int limitMib, int factor) throws IOException {
    return Subject.start(
        server,
        MeasuredOperator.class,
        agent("operator"),
        limitMib,
        List.of("" + Pretence.PORT, "" + factor));
  }

  Subject bareCaches(int limitMib) throws IOException {
    return Subject.start(server, BareCaches.class, agent("caches"), limitMib, List.of());
  }

  /** The floor, for the Channels from one name on; for these kinds only where any is named. */
  Subject rawWriter(String from, String... kinds) throws IOException {
    return rawWriter(LIMIT_MIB, from, kinds);
  }

  private Subject rawWriter(int limitMib, String from, String... kinds) throws IOException {
    var arguments = new ArrayList<>(List.of(status.toString(), from));
    arguments.addAll(List.of(kinds));
    return Subject.start(server, RawWriter.class, agent("floor"), limitMib, arguments);
  }

  /** The floor of objectives, with the file of a status. */
  Subject rawObjectives(Path status) throws IOException {
    return Subject.start(
        server, RawObjectives.class, agent("floor"), LIMIT_MIB, List.of(status.toString()));
  }

  /** Says what a process wrote that should have written nothing. */
  void tellWrites(String when, Subject subject) throws IOException {
    Bench.tell("operator: %s wrote: %s", when, server.audit().writes(subject.agent(), 20));
  }

  /** Says what a process was refused, for whoever asks why it had to ask again. */
  void tellRefusals(String when, Subject subject) throws IOException {
    Bench.tell("operator: %s was refused: %s", when, server.audit().refusals(subject.agent(), 40));
  }

  private String agent(String what) {
    return "touchpoint-bench-" + what + "-" + started.incrementAndGet();
  }

  /** Keeps the status of one Channel, for the floor to write to all. */
  void learnStatus() throws IOException {
    RawWriter.learnStatus(Workload.channels(server.client()).getFirst(), status);
  }

  /** Sees to it that so many Channels stand complete, whoever wrote them. */
  void have(int channels) throws IOException, InterruptedException {
    int present = Workload.channels(server.client()).size();
    if (present < channels) {
      if (Files.size(status) == 0) {
        workload.create(List.of("chat-0000"));
        try (Subject operator = operator()) {
          operator.settled(look -> look.statuses() == 1, LONGEST);
        }
        learnStatus();
        present = 1;
      }
      List<String> names = Workload.names(present, channels);
      workload.create(names);
      try (Subject floor = rawWriter(ROOMY_MIB, names.getFirst())) {
        floor.last();
      }
      workload.verify(channels);
    }
  }

  /** The same, and their connectors run. */
  void haveServing(int channels) throws IOException, InterruptedException {
    have(channels);
    rollOut(channels);
  }

  @Override
  public void close() throws IOException {
    pretence.close();
    server.close();
    Files.delete(status);
  }
}
