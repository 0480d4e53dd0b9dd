package cx.touchpoint.operator.validation;

/** Paths of fields as an API server writes them. */
final class Paths {

  private Paths() {}

  static String field(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }
}
