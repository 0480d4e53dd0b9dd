package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.prometheus.Matcher;
import java.util.List;
import java.util.function.Function;

/**
 * Something to be added up over each piece of the past.
 *
 * @param label what it is told apart by, beside the Channel; the empty name for nothing
 * @param expression the expression for some of the Channels, chosen by these conditions
 */
record Question(String label, Function<List<Matcher>, String> expression) {}
