package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import cx.touchpoint.bench.JavaProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a measured process says of itself when it is done.
 *
 * @param startToEnd from the start of its JVM until nothing was left to do, in seconds
 * @param writing from the first write sent to the last one answered, in seconds; 0 without any
 * @param cpu processor time until then, in seconds
 * @param peakMib largest memory in use (VmHWM), in MiB
 * @param writes requests that could have changed something
 * @param requests all requests by verb and kind
 */
record Ran(
    double startToEnd,
    double writing,
    double cpu,
    double peakMib,
    long writes,
    Map<String, Long> requests) {

  private static final JsonMapper JSON = new JsonMapper();

  static double cpuNow() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /**
   * Sums up this process.
   *
   * @param end when it had nothing left to do, by {@link System#nanoTime}
   * @param cpu {@link #cpuNow} at that time
   */
  static Ran of(RequestLog log, long end, double cpu) throws IOException {
    double sinceEnd = (System.nanoTime() - end) / 1e9;
    double age =
        (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
    double writing = log.first() == 0 ? 0 : (log.last() - log.first()) / 1e9;
    double peak = JavaProcess.memoryMib(Path.of("/proc/self/status"), "VmHWM:");
    return new Ran(age - sinceEnd, writing, cpu, peak, log.writes(), log.counts());
  }

  static Ran parse(String line) throws JsonProcessingException {
    return JSON.readValue(line, Ran.class);
  }

  String line() throws JsonProcessingException {
    return JSON.writeValueAsString(this);
  }
}
