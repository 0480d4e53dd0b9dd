/** How much it takes to keep a promise, and whether it can be kept at all. */
@NullMarked
package cx.touchpoint.operator.capacity;

import org.jspecify.annotations.NullMarked;
