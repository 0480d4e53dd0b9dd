package cx.touchpoint.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program that holds what senders were told against what the responder did. It knows nothing of
 * Touchpoint: only the journals of both sides.
 *
 * <ul>
 *   <li>{@code senders.tsv}: {@code acknowledged CONVERSATION ID} in the order of each
 *       conversation, and {@code answered ID ANSWER}, as often as a sender was given it;
 *   <li>{@code responder.tsv}: {@code asked ID} and {@code replied ID ANSWER}.
 * </ul>
 *
 * It prints figures, then a line for each fault up to fifty; its exit code is 0 when there is none,
 * else 1.
 */
final class Audit {

  private static final int MOST_FAULTS = 50;

  private final Map<String, List<String>> conversations = new LinkedHashMap<>();
  private final Map<String, Set<String>> answers = new HashMap<>();
  private final Map<String, Integer> firstAsked = new HashMap<>();
  private final Map<String, Integer> timesAsked = new HashMap<>();
  private final Map<String, Integer> replied = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int given;

  /** Takes the directory of the journals. */
  public static void main(String[] arguments) throws IOException {
    var audit = new Audit();
    Path journals = Path.of(arguments[0]);
    audit.readSenders(Files.readAllLines(journals.resolve("senders.tsv")));
    audit.readResponder(Files.readAllLines(journals.resolve("responder.tsv")));
    audit.check();
    audit.tell();
    System.exit(audit.faults.isEmpty() ? 0 : 1);
  }

  private void readSenders(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "acknowledged" ->
            conversations.computeIfAbsent(words[1], _ -> new ArrayList<>()).add(words[2]);
        case "answered" -> {
          answers.computeIfAbsent(words[1], _ -> new HashSet<>()).add(words[2]);
          given++;
        }
        default -> throw new IllegalArgumentException("no line of a sender: " + line);
      }
    }
  }

  private void readResponder(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).split("\t", -1);
      switch (words[0]) {
        case "asked" -> {
          firstAsked.putIfAbsent(words[1], i);
          timesAsked.merge(words[1], 1, Integer::sum);
        }
        case "replied" -> replied.put(words[2], i);
        default -> throw new IllegalArgumentException("no line of a responder: " + lines.get(i));
      }
    }
  }

  private void check() {
    conversations.forEach(
        (conversation, ids) -> {
          String before = "";
          int end = -1;
          for (String id : ids) {
            Set<String> had = answers.getOrDefault(id, Set.of());
            if (had.isEmpty()) {
              faults.add("lost: " + id + " was acknowledged and never answered");
            } else if (had.size() > 1) {
              faults.add("answered twice: " + id + " by " + had);
            } else {
              int answered = replied.getOrDefault(had.iterator().next(), -1);
              if (answered < 0) {
                faults.add("made up: " + id + " was answered with " + had + ", which nobody said");
              } else if (firstAsked.getOrDefault(id, answered) < end) {
                faults.add("out of order: " + id + " was asked before " + before + " was answered");
              }
              end = answered;
            }
            before = id;
          }
        });
  }

  private void tell() {
    figure("conversations", conversations.size());
    figure("messages acknowledged", conversations.values().stream().mapToInt(List::size).sum());
    figure("answers given to their senders, repeated ones included", given);
    figure("messages the responder was asked", timesAsked.size());
    figure("of these more than once", timesAsked.values().stream().filter(it -> it > 1).count());
    figure("faults", faults.size());
    faults.stream().limit(MOST_FAULTS).forEach(System.out::println);
  }

  private static void figure(String what, long number) {
    System.out.printf("%-58s %d%n", what, number);
  }

  private Audit() {}
}
