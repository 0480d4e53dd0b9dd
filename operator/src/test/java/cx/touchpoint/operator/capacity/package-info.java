@NullMarked
package cx.touchpoint.operator.capacity;

import org.jspecify.annotations.NullMarked;
