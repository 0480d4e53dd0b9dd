package cx.touchpoint.connector;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The ways not to answer a customer. */
enum Silence {
  Hangs((_, _) -> new CountDownLatch(1).await(1, TimeUnit.MINUTES)),
  Fails(ScriptedResponder.status(500)),
  Refuses(ScriptedResponder.status(422)),
  HasNothingToSay(ScriptedResponder.status(204)),
  TalksNonsense((_, exchange) -> ScriptedResponder.send(exchange, "not json")),
  HangsUp((_, exchange) -> exchange.close());

  /** What even these responders answer. */
  static final String GREETING = "hello";

  /** Less than one of them hangs; more than the first request of a fresh JVM on a busy machine. */
  static final long TIMEOUT_MILLIS = 2_000;

  private final ScriptedResponder.Script script;

  Silence(ScriptedResponder.Script script) {
    this.script = script;
  }

  /** A responder that returns a greeting and answers nothing else. */
  ScriptedResponder responder() throws Exception {
    return new ScriptedResponder(
        (question, exchange) -> {
          if (question.text().equals(GREETING)) {
            ScriptedResponder.reply(exchange, GREETING);
          } else {
            script.answer(question, exchange);
          }
        });
  }
}
