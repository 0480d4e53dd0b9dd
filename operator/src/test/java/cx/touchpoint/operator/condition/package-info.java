@NullMarked
package cx.touchpoint.operator.condition;

import org.jspecify.annotations.NullMarked;
