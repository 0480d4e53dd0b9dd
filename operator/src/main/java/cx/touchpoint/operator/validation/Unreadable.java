package cx.touchpoint.operator.validation;

/** A place in a file that YAML allows and Kubernetes objects do not. */
final class Unreadable extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int line;
  private final String problem;

  Unreadable(int line, String problem) {
    super(problem);
    this.line = line;
    this.problem = problem;
  }

  int line() {
    return line;
  }

  String problem() {
    return problem;
  }
}
