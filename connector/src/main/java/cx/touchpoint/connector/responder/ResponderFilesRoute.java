package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.attachment.Limits;
import cx.touchpoint.connector.attachment.Refusals;
import cx.touchpoint.connector.attachment.Transfers;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.Route;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /v1/conversations/{conversation}/attachments}: whoever answers fetches what the customer
 * sent, and sends what is too large for an answer.
 */
public final class ResponderFilesRoute implements Route {

  private static final Pattern PATH =
      Pattern.compile(
          "/v1/conversations/([^/]{1,4096})/attachments(/([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}))?");

  private final ResponderProof proof;
  private final Supplier<Optional<Limits>> limits;
  private final Transfers transfers;

  /**
   * @param limits which files are taken at the moment of asking, empty for none
   */
  public ResponderFilesRoute(
      Credentials credentials, Supplier<Optional<Limits>> limits, Transfers transfers) {
    this.proof = new ResponderProof(credentials);
    this.limits = limits;
    this.transfers = transfers;
  }

  /** Whether a path is one of these. */
  public static boolean serves(String path) {
    return PATH.matcher(path).matches();
  }

  @Override
  public void serve(HttpServerRequest request) {
    request.pause();
    Matcher path = PATH.matcher(String.valueOf(request.path()));
    Optional<Problem> missing = proof.missing(request);
    Optional<String> conversation =
        path.matches() ? ResponderProof.conversation(path.group(1)) : Optional.empty();
    if (missing.isPresent()) {
      transfers.refuse(request, missing.get());
    } else if (conversation.isEmpty()) {
      transfers.refuse(request, Refusals.noFile());
    } else if (path.group(3) == null) {
      take(request, conversation.get());
    } else {
      give(request, conversation.get(), UUID.fromString(path.group(3)));
    }
  }

  private void take(HttpServerRequest request, String conversation) {
    Optional<Limits> allowed = limits.get();
    if (request.method() != HttpMethod.POST) {
      transfers.refuse(request, Refusals.notAllowed("POST"));
    } else if (allowed.isEmpty()) {
      transfers.refuse(
          request,
          Problem.of(
              409, "Conflict", "This channel carries no files. Set attachments in the Channel."));
    } else {
      transfers.receive(
          request, conversation, allowed.get(), store -> store.knows(conversation), _ -> {});
    }
  }

  private void give(HttpServerRequest request, String conversation, UUID id) {
    if (request.method() != HttpMethod.GET) {
      transfers.refuse(request, Refusals.notAllowed("GET"));
    } else {
      request.resume();
      transfers.send(request, store -> store.findOfPerson(conversation, id), _ -> {});
    }
  }
}
