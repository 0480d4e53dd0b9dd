@NullMarked
package cx.touchpoint.operator.backtest;

import org.jspecify.annotations.NullMarked;
