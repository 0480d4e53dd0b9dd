package cx.touchpoint.operator.testing;

import java.nio.file.Path;

/** Where {@code ./touchpoint test} keeps the programs and files that tests need. */
public final class Cache {
  private Cache() {}

  /**
   * {@code $XDG_CACHE_HOME/touchpoint}, or the same below {@code ~/.cache}. With {@code
   * -Dtouchpoint.quick} a place where nothing is, so that whatever needs a program is left out.
   */
  public static Path root() {
    if (Boolean.getBoolean("touchpoint.quick")) {
      return Path.of("target", "left-out-by-quick");
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return (cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache))
        .resolve("touchpoint");
  }
}
