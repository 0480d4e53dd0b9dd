package cx.touchpoint.bench.replay;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Gate;
import cx.touchpoint.bench.Row;
import cx.touchpoint.bench.Wish;
import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.HttpPrometheus;
import cx.touchpoint.operator.measure.PrometheusAddress;
import cx.touchpoint.operator.measure.Unanswered;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Days of customers, once for each way to scale. {@code bench/README.md} says how to read it. */
public final class ReplayBench {

  private static final int LEAST = 2;
  private static final int MOST = 60;
  private static final double FULL = 0.75;
  private static final int CALM_OF_CPU = 300;
  private static final int CALM_OF_RATES = 120;

  /** The demand depends on the replicas a little, for answers are counted when they end. */
  private static final int PASSES = 2;

  private static final double MOST_FREE = 3;
  private static final double FREE_STEP = 0.25;
  private static final double MOST_COST = 1.2;
  private static final Duration START = Duration.ofMinutes(2);

  private final int seeds;
  private final Path programs;

  private ReplayBench(int seeds, Path programs) {
    this.seeds = seeds;
    this.programs = programs;
  }

  /** One way to scale: how each seed of each workload went. */
  private record Way(String name, Map<String, List<Day.Outcome>> days) {
    double inTime(Workload workload) {
      return mean(workload, Day.Outcome::inTime);
    }

    double podHours(Workload workload) {
      return mean(workload, Day.Outcome::podHours);
    }

    List<Double> all(Workload workload, ToDoubleFunction<Day.Outcome> figure) {
      return of(days, workload).stream().map(figure::applyAsDouble).toList();
    }

    private double mean(Workload workload, ToDoubleFunction<Day.Outcome> figure) {
      return of(days, workload).stream().mapToDouble(figure).average().orElseThrow();
    }

    long met(List<Workload> workloads) {
      return workloads.stream().filter(it -> inTime(it) >= it.share()).count();
    }
  }

  private static List<Day.Outcome> of(Map<String, List<Day.Outcome>> days, Workload workload) {
    return Objects.requireNonNull(days.get(workload.name()), workload.name());
  }

  /** Replays as many seeds of every workload as rounds are wished. */
  public static Bench.Measured run(Wish wish) throws Exception {
    return new ReplayBench(wish.rounds(), Path.of(System.getProperty("touchpoint.programs")))
        .measured();
  }

  private Bench.Measured measured() throws Exception {
    List<Workload> workloads = Workload.all();
    Way oracle = oracle(workloads);
    Way cpu =
        way(
            "CPU 75 %",
            workloads,
            it -> {
              var autoscaler = new Autoscaler(LEAST, MOST, CALM_OF_CPU);
              return (time, now, busy, perSecond) ->
                  autoscaler.next(time, now, busy / FULL / it.slots());
            });
    Way requests =
        way(
            "requests per second",
            workloads,
            it -> {
              var autoscaler = new Autoscaler(LEAST, MOST, CALM_OF_RATES);
              return (time, now, busy, perSecond) ->
                  autoscaler.next(time, now, perSecond * it.declaredSeconds() / FULL / it.slots());
            });
    Way ours = promise(workloads, oracle);
    return table(workloads, oracle, ours, List.of(cpu, requests));
  }

  private interface Scalers {
    Day.Scaler of(Workload workload);
  }

  private Way way(String name, List<Workload> workloads, Scalers scalers) {
    Bench.tell("replay: by %s", name);
    var days = new LinkedHashMap<String, List<Day.Outcome>>();
    for (Workload workload : workloads) {
      var outcomes = new ArrayList<Day.Outcome>();
      for (int seed = 0; seed < seeds; seed++) {
        outcomes.add(Day.of(workload, seed, free(workload, 0, 1), scalers.of(workload), false));
      }
      days.put(workload.name(), outcomes);
    }
    return new Way(name, days);
  }

  /**
   * Perfect foresight: the lowest {@code load + k sqrt(load)} that meets the target, k = 1 where
   * none does.
   */
  private Way oracle(List<Workload> workloads) {
    var chosen = new LinkedHashMap<String, List<Day.Outcome>>();
    for (Workload workload : workloads) {
      for (double k = 0; k <= MOST_FREE && !chosen.containsKey(workload.name()); k += FREE_STEP) {
        double free = k;
        Way tried =
            way(
                "foresight, %s, k %s".formatted(workload.name(), k),
                List.of(workload),
                it -> (time, now, busy, perSecond) -> free(it, time, free));
        if (tried.inTime(workload) >= workload.share()) {
          chosen.putAll(tried.days());
        }
      }
      if (!chosen.containsKey(workload.name())) {
        chosen.putAll(
            way(
                    "foresight, " + workload.name(),
                    List.of(workload),
                    it -> (time, now, busy, perSecond) -> free(it, time, 1))
                .days());
      }
    }
    return new Way("perfect foresight", chosen);
  }

  /** Of the most there will be until the next replicas could serve. */
  private static int free(Workload workload, double time, double k) {
    double load = 0;
    for (int ahead = 0; ahead <= 2 * Autoscaler.PERIOD; ahead++) {
      load = Math.max(load, workload.load(time + ahead));
    }
    return (int)
        Math.clamp(Math.ceil((load + k * Math.sqrt(load)) / workload.slots()), LEAST, MOST);
  }

  /** What connectors count on days with foresight, then on the days that came of that. */
  private Way promise(List<Workload> workloads, Way foresight) throws Exception {
    Map<String, Map<Long, Double>> demands = new HashMap<>();
    Map<String, List<Day.Outcome>> days = foresight.days();
    for (int pass = 0; pass <= PASSES; pass++) {
      Bench.tell("replay: by the promise, pass %d", pass);
      var next = new LinkedHashMap<String, List<Day.Outcome>>();
      for (Workload workload : workloads) {
        var outcomes = new ArrayList<Day.Outcome>();
        for (int seed = 0; seed < seeds; seed++) {
          String channel = channel(workload, seed);
          Map<Long, Double> demand = demands.get(channel);
          outcomes.add(
              Day.of(
                  workload,
                  seed,
                  free(workload, 0, 1),
                  demand == null
                      ? (time, now, busy, perSecond) -> free(workload, time, 1)
                      : following(channel, workload, demand),
                  pass < PASSES));
        }
        next.put(workload.name(), outcomes);
      }
      days = next;
      if (pass < PASSES) {
        demands = demands(workloads, days);
      }
    }
    return new Way("the promise", days);
  }

  private static Day.Scaler following(String channel, Workload workload, Map<Long, Double> demand) {
    Expression expression = Expression.of(channel, workload);
    var autoscaler = new Autoscaler(expression.least(), expression.most(), CALM_OF_RATES);
    return (time, now, busy, perSecond) ->
        autoscaler.next(time, now, demand.getOrDefault((long) time, Double.NaN));
  }

  private Map<String, Map<Long, Double>> demands(
      List<Workload> workloads, Map<String, List<Day.Outcome>> days) throws Exception {
    var counters = new TreeMap<String, List<Day.Counted>>();
    for (Workload workload : workloads) {
      for (int seed = 0; seed < seeds; seed++) {
        counters.put(channel(workload, seed), of(days, workload).get(seed).counters());
      }
    }
    var demands = new HashMap<String, Map<Long, Double>>();
    try (Past past = Past.of(programs, counters)) {
      var prometheus =
          new HttpPrometheus(PrometheusAddress.of(past.address()), Duration.ofMinutes(2));
      awaitReady(prometheus);
      for (Workload workload : workloads) {
        for (int seed = 0; seed < seeds; seed++) {
          String channel = channel(workload, seed);
          demands.put(channel, demand(prometheus, Expression.of(channel, workload), workload));
        }
      }
    }
    return demands;
  }

  private static Map<Long, Double> demand(
      HttpPrometheus prometheus, Expression expression, Workload workload)
      throws Unanswered, InterruptedException {
    Instant begin = Instant.ofEpochSecond(Past.BEGIN);
    Answer answer =
        prometheus.range(
            expression.query(),
            begin,
            begin.plusSeconds((long) workload.seconds()),
            Duration.ofSeconds(Autoscaler.PERIOD));
    var demand = new HashMap<Long, Double>();
    answer.series().stream()
        .flatMap(it -> it.samples().stream())
        .forEach(it -> demand.put((long) it.second() - Past.BEGIN, it.value()));
    if (demand.isEmpty()) {
      throw new IllegalStateException("Prometheus knows nothing of " + workload.name());
    }
    return demand;
  }

  private static void awaitReady(HttpPrometheus prometheus) throws InterruptedException {
    Instant deadline = Instant.now().plus(START);
    while (true) {
      try {
        prometheus.now("vector(1)");
        return;
      } catch (Unanswered e) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("Prometheus does not start", e);
        }
        Thread.sleep(200);
      }
    }
  }

  private static String channel(Workload workload, int seed) {
    return workload.name().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
        + "-"
        + seed;
  }

  private Bench.Measured table(List<Workload> workloads, Way oracle, Way ours, List<Way> others) {
    var rows = new ArrayList<Row>();
    for (Workload workload : workloads) {
      String name = workload.name() + ": ";
      ToDoubleFunction<Day.Outcome> percent = it -> 100 * it.inTime();
      rows.add(
          Row.of(name + "in time, %", oracle.all(workload, percent), ours.all(workload, percent)));
      rows.add(
          Row.of(
              name + "pod-hours",
              oracle.all(workload, Day.Outcome::podHours),
              ours.all(workload, Day.Outcome::podHours)));
      rows.add(Row.of(name + "most replicas", ours.all(workload, Day.Outcome::most)));
      rows.add(Row.of(name + "changes of replicas", ours.all(workload, Day.Outcome::changes)));
      for (Way other : others) {
        rows.add(Row.of(name + other.name() + ", in time, %", other.all(workload, percent)));
        rows.add(
            Row.of(
                name + other.name() + ", pod-hours",
                oracle.all(workload, Day.Outcome::podHours),
                other.all(workload, Day.Outcome::podHours)));
      }
    }
    var gates = new ArrayList<Gate>();
    for (Way way : List.of(oracle, ours, others.getFirst(), others.getLast())) {
      rows.add(Row.of(way.name() + ": targets met", List.of((double) way.met(workloads))));
      rows.add(
          Row.of(way.name() + ": mean cost, of foresight", List.of(cost(workloads, way, oracle))));
    }
    for (Way other : others) {
      gates.add(
          new Gate(
              "targets that scaling by " + other.name() + " meets beyond ours",
              0,
              Math.max(0, other.met(workloads) - ours.met(workloads))));
    }
    gates.add(
        new Gate("mean pod-hours, of perfect foresight", MOST_COST, cost(workloads, ours, oracle)));
    return new Bench.Measured(
        "days of customers, replicas by the operator's expression in a real Prometheus and the published algorithm of the HorizontalPodAutoscaler; floor: perfect foresight; a round is a seed",
        rows,
        gates);
  }

  private static double cost(List<Workload> workloads, Way way, Way oracle) {
    return workloads.stream()
        .mapToDouble(it -> way.podHours(it) / oracle.podHours(it))
        .average()
        .orElseThrow();
  }
}
