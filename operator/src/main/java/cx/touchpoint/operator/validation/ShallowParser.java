package cx.touchpoint.operator.validation;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** A parser that stops at deep nesting, before the composer behind it runs out of stack. */
final class ShallowParser implements Parser {

  private static final int DEEPEST = 64;

  private final Parser parser;
  private int depth;

  ShallowParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID kind) {
    return parser.checkEvent(kind);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> deeper(event);
      case MappingEnd, SequenceEnd -> depth--;
      default -> {}
    }
    return event;
  }

  private void deeper(Event event) {
    if (++depth > DEEPEST) {
      int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new Unreadable(line, "is nested more than " + DEEPEST + " deep");
    }
  }
}
