/** What promises would have scored, by what Prometheus remembers. */
@NullMarked
package cx.touchpoint.operator.backtest;

import org.jspecify.annotations.NullMarked;
