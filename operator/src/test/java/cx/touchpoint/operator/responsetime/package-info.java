@NullMarked
package cx.touchpoint.operator.responsetime;

import org.jspecify.annotations.NullMarked;
