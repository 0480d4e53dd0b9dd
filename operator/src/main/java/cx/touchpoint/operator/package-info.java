/** The Touchpoint operator and the {@code touchpoint} command. */
@NullMarked
package cx.touchpoint.operator;

import org.jspecify.annotations.NullMarked;
