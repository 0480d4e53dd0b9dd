@NullMarked
package cx.touchpoint.operator;

import org.jspecify.annotations.NullMarked;
