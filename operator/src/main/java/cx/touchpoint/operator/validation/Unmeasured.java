package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Promises of something that their Channels do not do: nobody writes to a Website, and only a
 * Website is fetched.
 */
final class Unmeasured {

  private static final List<String> OF_CONVERSATIONS =
      List.of("Delivery", "Abandonment", "Satisfaction");

  private Unmeasured() {}

  static List<Finding> findings(List<Promise> promises) {
    var findings = new ArrayList<Finding>();
    for (Promise promise : promises) {
      if (!promise.channels().isEmpty()) {
        targets(promise, findings);
        indicator(promise, findings);
      }
    }
    return findings;
  }

  /** Whether a Channel has the wait that a target is about. */
  static boolean concerns(JsonNode target, Checked channel) {
    return target.path("phase").asText().equals("Load") == isWebsite(channel);
  }

  private static void targets(Promise promise, List<Finding> findings) {
    JsonNode targets = promise.object().stored().at("/spec/targets");
    boolean anyKept = false;
    for (int i = 0; i < targets.size(); i++) {
      JsonNode target = targets.get(i);
      if (promise.channels().stream().anyMatch(it -> concerns(target, it))) {
        anyKept = true;
      } else {
        String phase = target.path("phase").asText();
        findings.add(
            finding(
                promise,
                Paths.item("spec.targets", i) + ".phase",
                phase.equals("Load")
                    ? "Load is measured of Websites, and none of the Channels chosen in these files"
                        + " is one: choose a Website, or another phase"
                    : phase
                        + " is measured where customers write, and all the Channels chosen in these"
                        + " files are Websites: choose another Channel, or phase Load"));
      }
    }
    if (anyKept) {
      strangers(promise, targets, findings);
    }
  }

  /** Channels that were named on purpose, and of which nothing is promised. */
  private static void strangers(Promise promise, JsonNode targets, List<Finding> findings) {
    for (Checked channel : promise.channels()) {
      String name = channel.document().name();
      boolean named = promise.names().contains(name);
      if (named && !anyMatch(targets, target -> concerns(target, channel))) {
        findings.add(
            promise
                .object()
                .error(
                    Paths.item("spec.channels.names", promise.names().indexOf(name)),
                    isWebsite(channel)
                        ? name
                            + " is a Website, and no target has phase Load: add one, or leave it out"
                        : name
                            + " is no Website, and every target has phase Load: add another, or"
                            + " leave it out"));
      }
    }
  }

  private static void indicator(Promise promise, List<Finding> findings) {
    if (!promise.channels().stream().allMatch(Unmeasured::isWebsite)) {
      return;
    }
    String indicator = promise.object().text("/spec/indicator/type");
    if (OF_CONVERSATIONS.contains(indicator)) {
      findings.add(
          finding(
              promise,
              "spec.indicator.type",
              indicator
                  + " is measured where customers write, and all the Channels chosen in these files"
                  + " are Websites: choose another Channel, or Availability"));
    }
    if (promise.object().text("/spec/whenExhausted").equals("HoldRollouts")) {
      findings.add(
          finding(
              promise,
              "spec.whenExhausted",
              "HoldRollouts has nothing to hold: all the Channels chosen in these files are"
                  + " Websites, which run no connectors; choose another Channel, or None"));
    }
  }

  /** An error where the cluster has no say in it. */
  private static Finding finding(Promise promise, String field, String message) {
    return promise.complete()
        ? promise.object().error(field, message)
        : promise.object().note(field, message);
  }

  private static boolean isWebsite(Checked channel) {
    return channel.text("/spec/type").equals("Website");
  }

  private static boolean anyMatch(JsonNode list, Predicate<JsonNode> condition) {
    for (JsonNode item : list) {
      if (condition.test(item)) {
        return true;
      }
    }
    return false;
  }
}
