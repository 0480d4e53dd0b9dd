package cx.touchpoint.operator.fault;

import java.util.Set;

/**
 * A request of an operator that reached the API server.
 *
 * @param status how the API server answered
 */
record Request(String method, String path, int status) {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Whether it could have changed something for others: not a lease, not an access review. */
  static boolean isWrite(String method, String path) {
    return !READS.contains(method)
        && !path.contains("/leases")
        && !path.startsWith("/apis/authorization.k8s.io/");
  }

  boolean isWrite() {
    return isWrite(method, path);
  }
}
