package cx.touchpoint.operator.fault;

/** What happens to one request between the operator and the API server. */
sealed interface Fault {

  /** Nothing. */
  record None() implements Fault {}

  /** It is answered with this status and never reaches the API server. */
  record Refused(int status) implements Fault {}

  /** The API server does as it is told, but the answer that arrives is this one. */
  record Misreported(int status) implements Fault {}

  /** It reaches the API server so much later. */
  record Late(long millis) implements Fault {}

  /** Something happens before the request would have reached the API server, which it does not. */
  record Before(Runnable event) implements Fault {}

  /** Something happens after the API server did as it was told, before its answer arrives. */
  record After(Runnable event) implements Fault {}

  /** Something happens before the request reaches the API server, and more before its answer. */
  record Overtaken(Runnable event, Runnable then) implements Fault {}

  /** Decides for each request. */
  @FunctionalInterface
  interface Source {
    Fault of(String method, String path);
  }
}
