package cx.touchpoint.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the figures were measured on, without its name.
 *
 * @param cores as the JVM counts them
 * @param memoryGib main memory, in GiB
 * @param architecture of the processor
 * @param jdk version that ran both sides
 * @param loadBefore processes that wanted a core in the minute before the run
 * @param loadAfter the same in the last minute of the run, the benchmark's own included
 */
public record Machine(
    int cores,
    long memoryGib,
    String architecture,
    String jdk,
    double loadBefore,
    double loadAfter) {

  static Machine now(double loadBefore) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        system.getAvailableProcessors(),
        Math.round(system.getTotalMemorySize() / 1024.0 / 1024.0 / 1024.0),
        system.getArch(),
        Runtime.version().toString(),
        Spread.rounded(loadBefore),
        Spread.rounded(load()));
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
