package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.kube.OptionalApi;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
      default -> new Apis(chosen(text.split(",", -1)));
    };
  }

  private static Set<OptionalApi> chosen(String[] names) {
    Map<String, Set<OptionalApi>> known = byName();
    var chosen = EnumSet.noneOf(OptionalApi.class);
    for (String name : names) {
      Set<OptionalApi> named = known.get(name.strip());
      if (named == null) {
        throw new TypeConversionException(
            "'" + name + "' is none of all, none, " + String.join(", ", known.keySet()));
      }
      chosen.addAll(named);
    }
    return chosen;
  }

  /** A cluster that has some of an API's kinds is taken to have them all. */
  private static Map<String, Set<OptionalApi>> byName() {
    Map<String, Set<OptionalApi>> byGroup =
        Arrays.stream(OptionalApi.values())
            .collect(
                Collectors.groupingBy(
                    OptionalApi::groupVersion,
                    LinkedHashMap::new,
                    Collectors.toCollection(TreeSet::new)));
    var byName = new LinkedHashMap<String, Set<OptionalApi>>();
    byGroup.values().forEach(apis -> byName.put(name(apis.iterator().next()), apis));
    return byName;
  }

  /** {@code GatewayApi} is written {@code gateway-api}. */
  private static String name(OptionalApi api) {
    return api.name().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
