package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.kube.OptionalApi;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the optional APIs of a cluster from a command line. */
final class Served implements ITypeConverter<Served.Apis> {

  /** Some of the optional APIs. */
  record Apis(Set<OptionalApi> apis) {
    static final Apis NONE = new Apis(Set.of());
  }

  @Override
  public Apis convert(String text) {
    return switch (text) {
      case "all" -> new Apis(EnumSet.allOf(OptionalApi.class));
      case "none" -> Apis.NONE;
      default ->
          new Apis(Arrays.stream(text.split(",", -1)).map(Served::api).collect(Collectors.toSet()));
    };
  }

  private static OptionalApi api(String name) {
    return Arrays.stream(OptionalApi.values())
        .filter(api -> name(api).equals(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + name
                        + "' is none of all, none, "
                        + Arrays.stream(OptionalApi.values())
                            .map(Served::name)
                            .collect(Collectors.joining(", "))));
  }

  /** {@code GatewayApi} is written {@code gateway-api}. */
  private static String name(OptionalApi api) {
    return api.name().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
