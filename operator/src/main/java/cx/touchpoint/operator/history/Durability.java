package cx.touchpoint.operator.history;

import cx.touchpoint.api.connector.ConnectorStatus.History;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.connectors.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the messages of one Channel are kept, as its connectors say. Only they know: the operator
 * reads no Secret and opens no connection to a database.
 */
public final class Durability {

  /** The condition that says it, on Channels and on histories. */
  public static final String TYPE = "Durable";

  private Durability() {}

  /**
   * What connectors say of their database, the worst of it.
   *
   * @param answers of the connectors that stay
   * @param limit what a class does to connections, in words; empty when it does nothing
   */
  public static Verdict of(
      ConversationHistory history, List<Report.Answered> answers, Optional<String> limit) {
    if (answers.isEmpty()) {
      return Verdict.unknown("NotYetAsked", "no connector has been asked yet");
    }
    Optional<Report.Answered> worst =
        answers.stream()
            .filter(it -> badness(it) > 0)
            .max(Comparator.comparing(Durability::badness));
    if (worst.isPresent()) {
      return failing(new Told(history, worst.get(), limit));
    }
    return answers.stream()
        .filter(Durability::isSilent)
        .findFirst()
        .map(
            it ->
                Verdict.unknown(
                    "NotYetTried",
                    "connector %s has not said yet how it finds the database of %s"
                        .formatted(it.pod(), named(history))))
        .orElseGet(
            () ->
                Verdict.yes(
                    "Durable",
                    "%d of %d connectors keep messages in %s, on disk before they acknowledge them%s"
                        .formatted(
                            answers.size(), answers.size(), named(history), remark(answers))));
  }

  /** What is missing although messages are safe, as connectors say it. */
  private static String remark(List<Report.Answered> answers) {
    return answers.stream()
        .flatMap(it -> Stream.ofNullable(it.status().history()))
        .flatMap(it -> Stream.ofNullable(it.message()))
        .findFirst()
        .map(it -> ". " + it)
        .orElse("");
  }

  /**
   * What that means for {@code Ready}. Where connectors keep messages, only less safely than they
   * could, customers are served. An outage of the database passes, so nobody is told to give up.
   * Everything else waits for a person.
   */
  public static Verdict readiness(Verdict durable) {
    return switch (durable.reason()) {
      case "AcknowledgedBeforeSync" -> new Verdict(Verdict.Status.True, durable);
      case "Unreachable", "Failing" -> new Verdict(Verdict.Status.Unknown, durable);
      default -> durable;
    };
  }

  /** How bad a reason is that a Channel gives, from 0 on; what nobody knows yet is the least. */
  static int badness(String reason) {
    for (History.State state : History.State.values()) {
      if (state.name().equals(reason)) {
        return state.ordinal();
      }
    }
    return 0;
  }

  private static Verdict failing(Told told) {
    return switch (told.state()) {
      case Durable -> throw new IllegalStateException("what is durable does not fail");
      case AcknowledgedBeforeSync ->
          Verdict.no(
              "AcknowledgedBeforeSync",
              told.or("the database acknowledges before its disk has what it acknowledges"));
      case CredentialsMissing ->
          Verdict.no(
              "CredentialsMissing",
              told.or("the Secret does not say how to reach the database")
                  + ". Create it with: kubectl create secret generic %s -n %s --from-file=uri=FILE"
                      .formatted(told.secret(), told.namespace()));
      case CredentialsInvalid ->
          Verdict.no("CredentialsInvalid", told.or("the Secret cannot be understood"));
      case WrongCredentials ->
          Verdict.no("WrongCredentials", told.or("the database refuses user or password"));
      case Unreachable ->
          Verdict.no(
              "Unreachable",
              told.or("the database does not answer")
                  + told.limit().map(it -> ". " + it).orElse(""));
      case TooOld -> Verdict.no("TooOld", told.or("the database is older than PostgreSQL 14"));
      case NoRights ->
          Verdict.no(
              "NoRights",
              told.or("the user may not do what keeping messages needs")
                  + ". docs/history.md lists the rights");
      case Full -> Verdict.no("Full", told.or("the database has no room left"));
      case Failing -> Verdict.no("Failing", told.or("the database answers with errors"));
    };
  }

  /** A connector that has not tried yet, or says what only a newer operator knows. */
  private static boolean isSilent(Report.Answered answer) {
    History said = answer.status().history();
    return said == null || said.state() == null;
  }

  private static int badness(Report.Answered answer) {
    History said = answer.status().history();
    return said == null || said.state() == null ? 0 : said.state().ordinal();
  }

  private static String named(ConversationHistory history) {
    return "ConversationHistory " + history.getMetadata().getName();
  }

  /** One connector's word, and about what. */
  private record Told(ConversationHistory history, Report.Answered worst, Optional<String> limit) {

    History.State state() {
      return said().state();
    }

    private History said() {
      History said = worst.status().history();
      if (said == null) {
        throw new IllegalStateException("who says nothing is not the worst");
      }
      return said;
    }

    /** Its own words, or these where it has none, after what they are about. */
    String or(String words) {
      String own = said().message();
      return "connector %s, %s, Secret %s/%s: %s"
          .formatted(
              worst.pod(),
              named(history),
              namespace(),
              secret(),
              own == null ? words : own.replaceFirst("[.]$", ""));
    }

    String secret() {
      return history.getSpec().postgres().secretRef().name();
    }

    String namespace() {
      return history.getMetadata().getNamespace();
    }
  }
}
