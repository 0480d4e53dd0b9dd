/** The {@code touchpoint} command. */
@NullMarked
package cx.touchpoint.operator.cli;

import org.jspecify.annotations.NullMarked;
