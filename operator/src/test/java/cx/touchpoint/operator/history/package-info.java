@NullMarked
package cx.touchpoint.operator.history;

import org.jspecify.annotations.NullMarked;
