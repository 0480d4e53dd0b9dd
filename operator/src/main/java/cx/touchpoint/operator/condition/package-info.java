/** Conditions: built with a clock, merged so that transition times are kept. */
@NullMarked
package cx.touchpoint.operator.condition;

import org.jspecify.annotations.NullMarked;
