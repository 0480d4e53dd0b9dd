package cx.touchpoint.connector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Group commit (DeWitt et al., SIGMOD 1984): what many ask while a statement is under way is asked
 * by the next one, all at once. Whoever comes alone waits for nobody; the more come, the less each
 * costs.
 *
 * @param <Q> what is asked
 * @param <A> what it is answered
 */
final class Batches<Q, A> {

  /** More in one statement would keep the first of them waiting for the last. */
  private static final int MOST = 64;

  /** Who would wait behind so many gets an answer sooner by asking again. */
  private static final int MOST_WAITING = 256;

  private final Store store;
  private final int atOnce;
  private final Function<Q, Object> subject;
  private final Work<Q, A> work;
  private final Deque<Asking<Q, A>> waiting = new ArrayDeque<>();
  private int underWay;

  /** Answers questions, as many and in the same order. */
  interface Work<Q, A> {
    List<A> of(Connection connection, List<Q> questions) throws SQLException;
  }

  private record Asking<Q, A>(Q question, CompletableFuture<A> answer) {}

  /**
   * @param atOnce how many statements may be under way
   * @param subject what a statement can be about only once
   */
  Batches(Store store, int atOnce, Function<Q, Object> subject, Work<Q, A> work) {
    this.store = store;
    this.atOnce = atOnce;
    this.subject = subject;
    this.work = work;
  }

  /**
   * Asks, together with whoever else does, and waits for the answer.
   *
   * @throws StoreFailure when there is none, or more wait for one than can be served soon
   */
  A ask(Q question) throws StoreFailure {
    return awaited(submit(question));
  }

  /**
   * Asks without waiting.
   *
   * @return ends on the thread that has the answer, which others wait for; fails with {@link
   *     StoreFailure} where {@link #ask} does
   */
  CompletableFuture<A> submit(Q question) {
    var asking = new Asking<Q, A>(question, new CompletableFuture<>());
    boolean begin;
    synchronized (waiting) {
      if (waiting.size() >= MOST_WAITING) {
        return CompletableFuture.failedFuture(StoreFailure.busy());
      }
      waiting.add(asking);
      begin = underWay < atOnce;
      if (begin) {
        underWay++;
      }
    }
    if (begin) {
      Thread.ofVirtual().name("batches").start(this::run);
    }
    return asking.answer();
  }

  private static <A> A awaited(CompletableFuture<A> answer) throws StoreFailure {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case StoreFailure failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreFailure.busy();
    }
  }

  private void run() {
    for (List<Asking<Q, A>> next = next(); !next.isEmpty(); next = next()) {
      together(next);
    }
  }

  private List<Asking<Q, A>> next() {
    List<Asking<Q, A>> next = new ArrayList<>();
    Set<Object> subjects = new HashSet<>();
    synchronized (waiting) {
      while (next.size() < MOST
          && !waiting.isEmpty()
          && subjects.add(subject.apply(waiting.getFirst().question()))) {
        next.add(waiting.removeFirst());
      }
      if (next.isEmpty()) {
        underWay--;
      }
    }
    return next;
  }

  private void together(List<Asking<Q, A>> all) {
    try {
      List<Q> questions = all.stream().map(Asking::question).toList();
      List<A> answers = store.ask(connection -> work.of(connection, questions));
      for (int i = 0; i < all.size(); i++) {
        all.get(i).answer().complete(answers.get(i));
      }
    } catch (StoreFailure | RuntimeException e) {
      if (all.size() > 1 && !(e instanceof StoreFailure failure && !failure.isAboutQuestion())) {
        // One that is a duplicate, or of nobody, must not take the others with it.
        all.forEach(each -> together(List.of(each)));
      } else {
        all.forEach(each -> each.answer().completeExceptionally(e));
      }
    } catch (Error e) {
      all.forEach(each -> each.answer().completeExceptionally(new IllegalStateException(e)));
      throw e;
    }
  }
}
