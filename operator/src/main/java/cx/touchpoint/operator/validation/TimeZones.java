package cx.touchpoint.operator.validation;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Time zones by their names in the IANA database, as java.time has it. */
final class TimeZones {

  private static final String FIELD = "spec.window.calendar.timeZone";
  private static final Pattern ABBREVIATION = Pattern.compile("[A-Z]{3}");

  /** Abbreviations that mean the same to everybody. */
  private static final Set<String> CLEAR = Set.of("UTC", "GMT");

  private TimeZones() {}

  static List<Finding> findings(List<Checked> objects) {
    return objects.stream()
        .filter(it -> it.accepted() && Promise.isPromise(it))
        .flatMap(it -> finding(it, it.text("/spec/window/calendar/timeZone")))
        .toList();
  }

  private static Stream<Finding> finding(Checked promise, String zone) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (zone.isEmpty() || CLEAR.contains(zone)) {
      return Stream.empty();
    }
    if (!known.contains(zone)) {
      // Another abbreviation is never what was meant.
      List<String> places = known.stream().filter(it -> it.contains("/")).sorted().toList();
      String meant = Unknown.meant(zone, places);
      return Stream.of(
          promise.error(
              FIELD,
              "no time zone "
                  + zone
                  + " is known here: "
                  + (meant.isEmpty()
                      ? "write a place of the IANA database, for example Europe/Berlin"
                      : meant)));
    }
    return ABBREVIATION.matcher(zone).matches()
        ? Stream.of(
            promise.note(
                FIELD,
                zone
                    + " is an abbreviation that may have no summer time: a place is clearer, for"
                    + " example Europe/Berlin"))
        : Stream.empty();
  }
}
