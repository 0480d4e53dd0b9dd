package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import cx.touchpoint.connector.signin.RefusedSignIn;
import cx.touchpoint.connector.signin.RefusedSignIn.Reason;
import cx.touchpoint.connector.signin.SignIns;
import cx.touchpoint.connector.signin.SignedIn;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds out with whom a socket speaks, by what its first frame brings. Whoever signs in, signs out,
 * or signs in as somebody else begins a new conversation. Else whoever kept the token of a nameless
 * one, as at a browser that several people use, could read on when its next user has signed in.
 */
final class Admission {

  private static final String ACCEPTED = "accepted";

  private final Supplier<Terms> terms;
  private final SignIns signIns;
  private final Accounts accounts;
  private final ResumeTokens tokens;
  private final ConnectorMetrics metrics;

  Admission(
      Supplier<Terms> terms,
      SignIns signIns,
      Accounts accounts,
      ResumeTokens tokens,
      ConnectorMetrics metrics) {
    this.terms = terms;
    this.signIns = signIns;
    this.accounts = accounts;
    this.tokens = tokens;
    this.metrics = metrics;
    metrics.signIns(
        Stream.concat(Stream.of(ACCEPTED), Arrays.stream(Reason.values()).map(Reason::word))
            .toList());
  }

  /** Whom to let in, if anybody. Done at once where nothing has to be verified. */
  CompletableFuture<Decision> admit(ClientFrame.Hello hello, Keyring keys) {
    if (hello.token().isEmpty() && terms.get().signedInOnly()) {
      return CompletableFuture.completedFuture(refused(new RefusedSignIn(Reason.MISSING)));
    }
    if (hello.token().isEmpty()) {
      return CompletableFuture.completedFuture(resumed(hello, Optional.empty(), keys));
    }
    return signIns
        .read(hello.token().get())
        .handle(
            (signedIn, failure) -> {
              if (failure != null) {
                return refused(failure);
              }
              metrics.signIn(ACCEPTED);
              return resumed(hello, Optional.of(signedIn), keys);
            });
  }

  private Admitted resumed(ClientFrame.Hello hello, Optional<SignedIn> signedIn, Keyring keys) {
    Optional<String> account = signedIn.map(SignedIn::account);
    Optional<ResumeTokens.Resumption> own = account.flatMap(this::own);
    if (own.isPresent()) {
      return new Admitted(own.get(), true, Optional.empty(), signedIn);
    }
    if (hello.resume().isEmpty()) {
      return begun(account, Optional.empty(), signedIn);
    }
    try {
      return new Admitted(
          tokens.verify(hello.resume().get(), account, keys), true, Optional.empty(), signedIn);
    } catch (ResumeTokens.RefusedToken e) {
      metrics.request(RequestOutcome.BAD_SIGNATURE, 1);
      String problem = "The resume token " + e.getMessage() + ". This conversation is new.";
      return begun(account, Optional.of(problem), signedIn);
    }
  }

  /** What an account says on any device is one conversation, where it is kept. */
  private Optional<ResumeTokens.Resumption> own(String account) {
    return accounts
        .conversationOf(account)
        .map(it -> new ResumeTokens.Resumption(it, false, Optional.of(account)));
  }

  private static Admitted begun(
      Optional<String> account, Optional<String> problem, Optional<SignedIn> signedIn) {
    return new Admitted(ResumeTokens.Resumption.beginning(account), false, problem, signedIn);
  }

  private Refused refused(Throwable failure) {
    Reason reason =
        failure instanceof RefusedSignIn refused ? refused.reason() : Reason.KEYS_UNAVAILABLE;
    metrics.signIn(reason.word());
    metrics.request(
        reason == Reason.KEYS_UNAVAILABLE ? RequestOutcome.FAILED : RequestOutcome.BAD_SIGNATURE,
        1);
    return new Refused(reason);
  }

  /** Whether somebody is let in. */
  sealed interface Decision permits Admitted, Refused {}

  /** Nobody is let in. */
  record Refused(Reason reason) implements Decision {}
}
