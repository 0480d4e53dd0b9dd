package cx.touchpoint.bench.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import cx.touchpoint.bench.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What a measured process says of itself at one moment. Times are microseconds since 1970, 0 for
 * never; all processes share one clock.
 *
 * @param started when its JVM began
 * @param at this moment
 * @param cpu processor time so far, in seconds
 * @param heapMib heap in use, in MiB
 * @param peakMib largest memory in use so far (VmHWM), in MiB
 * @param firstWrite when the first write was sent
 * @param lastWrite when the newest write was answered
 * @param objects different objects written
 * @param statuses different statuses written
 * @param reconciles that came to their end, 0 where they were not counted
 * @param firstReconcile when the first of them had ended
 * @param requests all requests by verb and kind, as the client counts them
 */
record Look(
    long started,
    long at,
    double cpu,
    double heapMib,
    double peakMib,
    long firstWrite,
    long lastWrite,
    int objects,
    int statuses,
    double reconciles,
    long firstReconcile,
    Map<String, Long> requests) {

  private static final JsonMapper JSON = new JsonMapper();

  static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** This process now. */
  static Look here(RequestLog log, double reconciles, long firstReconcile) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Look(
        ManagementFactory.getRuntimeMXBean().getStartTime() * 1000,
        now(),
        system.getProcessCpuTime() / 1e9,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0,
        peak(),
        log.first(),
        log.last(),
        log.written(RequestLog.OBJECT),
        log.written(RequestLog.STATUS),
        reconciles,
        firstReconcile,
        log.counts());
  }

  private static double peak() {
    try {
      return JavaProcess.memoryMib(Path.of("/proc/self/status"), "VmHWM:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Look parse(String line) throws JsonProcessingException {
    return JSON.readValue(line, Look.class);
  }

  String line() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers always becomes JSON", e);
    }
  }

  /** Requests that could have changed something, whether the API server took them or not. */
  long writes() {
    return RequestLog.writes(requests);
  }

  /** Seconds from the first write sent to the newest answered. */
  double writing() {
    return seconds(firstWrite, lastWrite);
  }

  static double seconds(long from, long to) {
    return (to - from) / 1e6;
  }
}
