/** The {@code touchpoint} command as people meet it. */
@NullMarked
package cx.touchpoint.operator.cli;

import org.jspecify.annotations.NullMarked;
