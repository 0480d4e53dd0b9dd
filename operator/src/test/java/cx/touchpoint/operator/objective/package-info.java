@NullMarked
package cx.touchpoint.operator.objective;

import org.jspecify.annotations.NullMarked;
