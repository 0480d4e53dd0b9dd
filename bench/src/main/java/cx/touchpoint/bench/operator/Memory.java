package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operator holds in memory with so many serving Channels, beside the plain client that
 * watches the same objects.
 */
final class Memory {

  /** Answers of connectors come in, and each wakes its Channel. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final double KIB = 1024;

  private final Site site;
  private final List<Held> held = new ArrayList<>();

  /** Memory at one size; heaps after a full collection. */
  private record Held(int channels, double floorRss, double rss, double floorHeap, double heap) {}

  Memory(Site site) {
    this.site = site;
  }

  /** Measures at the present size. */
  void measure(int channels) throws Exception {
    if (channels > 0) {
      site.haveServing(channels);
    }
    double floorRss;
    double floorHeap;
    try (Subject floor = site.bareCaches(Site.ROOMY_MIB)) {
      floorHeap = floor.collected().heapMib();
      floorRss = floor.memoryMib("VmRSS:");
    }
    try (Subject operator = site.operator(Site.ROOMY_MIB)) {
      operator.reconciled(channels, Site.LONGEST);
      Thread.sleep(SETTLING.toMillis());
      operator.settled(look -> true, Site.LONGEST);
      double heap = operator.collected().heapMib();
      held.add(new Held(channels, floorRss, operator.memoryMib("VmRSS:"), floorHeap, heap));
    }
    Bench.tell("operator: memory with %d Channels: %s", channels, held.getLast());
  }

  void report() {
    for (Held it : held) {
      String size = String.format("%,d: ", it.channels());
      row(size + "memory, MiB", it.floorRss(), it.rss());
      row(size + "live heap, MiB", it.floorHeap(), it.heap());
    }
    Held least = held.getFirst();
    Held most = held.getLast();
    if (least.channels() < most.channels()) {
      double more = most.channels() - least.channels();
      row(
          "memory for each Channel, KiB",
          (most.floorRss() - least.floorRss()) * KIB / more,
          (most.rss() - least.rss()) * KIB / more);
      row(
          "live heap for each Channel, KiB",
          (most.floorHeap() - least.floorHeap()) * KIB / more,
          (most.heap() - least.heap()) * KIB / more);
    }
  }

  private void row(String what, double floor, double ours) {
    site.rows().add(Row.of(what, List.of(floor), List.of(ours)));
  }
}
