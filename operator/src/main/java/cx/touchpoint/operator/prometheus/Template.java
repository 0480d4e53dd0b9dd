package cx.touchpoint.operator.prometheus;

/** Labels and annotations of alerts are templates of Go: what stands between double braces runs. */
public final class Template {

  private Template() {}

  /**
   * A template that gives this text, whatever it is. Without it a user's {@code {{ query "..." }}}
   * would run, and a lone pair of braces make Prometheus refuse the file with everybody's rules.
   */
  public static String literally(String text) {
    return text.replace("{{", "{{\"{{\"}}");
  }
}
